import type { TraceStore } from '#engine/trace/store.ts';
import type { Reason } from '#engine/trace/reasons.ts';
import { explain } from '#engine/wire/explain.ts';
import type { HopRow } from '#contract/shapes.ts';
import type { Journeys } from './journeys.ts';
import { sendingOf } from './on-the-way.ts';

/** Hops told of one packet. More than this is a storm, whose first hops say what it is. */
export const MOST_HOPS = 1000;

/** Steps up the chain of causes from a frame that leaves to the one that came in: a device takes a handful. */
const CAUSES_WALKED = 32;

/** For these reasons a frame ends at the adapter that should have sent it: a hop that never was, with a row of its own. */
const BEFORE_THE_CABLE: ReadonlySet<Reason> = new Set<Reason>(['queue-full', 'frame-too-long']);

interface Hop {
  row: HopRow;
  /** The fact of its arrival; 0: none yet. */
  arrived: number;
  fields: ReadonlyMap<string, string>;
  /** The hop that brought the packet to where this one starts; null: it starts its journey here. */
  before: Hop | null;
}

/** A packet's hops up to fact `cursor`, in the order in which they left. */
export function hopsOf(trace: TraceStore, journeys: Journeys, packet: number, cursor: number): HopRow[] {
  const hops: Hop[] = [];
  const bySent = new Map<number, Hop>();
  const byArrived = new Map<number, Hop>();
  const fieldsOf = new Map<number, ReadonlyMap<string, string>>();

  const fields = (frame: number) => {
    let known = fieldsOf.get(frame);
    if (known === undefined) fieldsOf.set(frame, (known = frameFields(trace, frame)));
    return known;
  };

  /** The hop by which the packet came to the device of fact `seq`: by its causes, else the last one that arrived there. */
  const broughtBy = (seq: number): Hop | null => {
    let cause = trace.cause(seq);
    for (let walked = 0; cause !== 0 && walked < CAUSES_WALKED; walked++) {
      const hop = byArrived.get(cause);
      if (hop !== undefined) return hop;
      // A hub passes a frame on while it still comes in.
      const coming = bySent.get(cause);
      if (coming !== undefined && coming.row.to === trace.device(seq)) return coming;
      cause = trace.cause(cause);
    }
    // What waited for an ARP reply was let go by the reply: its causes tell of another packet.
    const device = trace.device(seq);
    return hops.findLast((hop) => hop.arrived !== 0 && hop.row.to === device) ?? null;
  };

  /** Hops whose frame should also have gone, or gone on, through a port without a cable. */
  const uncabled = new Set<Hop>();

  const add = (seq: number, to: Pick<HopRow, 'to' | 'toPort' | 'cable'>, reason: Reason): Hop => {
    const frame = trace.frame(seq);
    const hop: Hop = {
      row: {
        seq,
        departure: trace.time(seq),
        arrival: null,
        from: trace.device(seq) ?? '',
        fromPort: trace.port(seq) ?? '',
        ...to,
        frame,
        reason: reason === 'none' ? null : reason,
        fields: {},
        changed: [],
      },
      arrived: 0,
      fields: fields(frame),
      before: broughtBy(seq),
    };
    hops.push(hop);
    return hop;
  };

  /** The hop of a frame that is still on its way, told by the fact of its sending or by where it is going. */
  const underway = (seq: number): Hop | undefined => {
    const sending = sendingOf(trace, seq);
    const sent = bySent.get(sending);
    // What ends otherwise than it was sent is another frame; the causes tell that it is this one.
    const changed = trace.kind(seq) === 'frame.arrived' || trace.cause(seq) !== sending;
    if (sent !== undefined && sent.arrived === 0 && (changed || sent.row.frame === trace.frame(seq))) return sent;
    const device = trace.device(seq);
    return hops.find((hop) => {
      const { row } = hop;
      return hop.arrived === 0 && row.reason === null && row.frame === trace.frame(seq) && row.to === device;
    });
  };

  for (const seq of journeys.facts(packet, cursor)) {
    const kind = trace.kind(seq);
    if (kind === 'frame.sent' || kind === 'frame.duplicated') {
      if (hops.length >= MOST_HOPS) break;
      const detail = trace.detail(seq);
      const to = { to: named(detail['to']), toPort: named(detail['toPort']), cable: named(detail['cable']) };
      bySent.set(seq, add(seq, to, 'none'));
    } else if (kind === 'frame.arrived') {
      const hop = underway(seq);
      if (hop === undefined) continue;
      hop.arrived = seq;
      hop.row.arrival = trace.time(seq);
      byArrived.set(seq, hop);
    } else if (kind === 'frame.dropped') {
      const reason = trace.reason(seq);
      // What a person loses while it waits to be sent never came onto the cable either.
      const waited = BEFORE_THE_CABLE.has(reason) || (reason === 'lost-by-hand' && trace.device(seq) !== null);
      const ended = waited ? undefined : (underway(seq) ?? broughtBy(seq));
      if (ended && reason === 'no-cable') uncabled.add(ended);
      else if (ended) ended.row.reason = reason;
      else if (hops.length < MOST_HOPS) add(seq, { to: null, toPort: null, cable: null }, reason);
    }
  }

  // A hub or switch repeats to empty ports too. That ends a journey only where no other copy went on.
  for (const { before } of hops) if (before !== null) uncabled.delete(before);
  for (const { row } of uncabled) row.reason ??= 'no-cable';

  return hops.map((hop) => {
    hop.row.fields = Object.fromEntries(hop.fields);
    hop.row.changed = changes(hop);
    return hop.row;
  });
}

/** Names of the fields whose value is not what it was on the hop before; a journey's first hop changes nothing. */
function changes(hop: Hop): string[] {
  const { before } = hop;
  if (before === null || before.row.frame === hop.row.frame) return [];
  return [...hop.fields].filter(([key, text]) => before.fields.get(key) !== text).map(([key]) => key);
}

/** What stands in a frame's headers, by filter name. A field that is there more than once has all its values. */
function frameFields(trace: TraceStore, id: number): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const frame = trace.frameOf(id);
  if (frame === undefined) return fields;
  for (const layer of explain(frame.bytes())) {
    // What an ICMP error quotes are another packet's headers.
    if (layer.quoted) continue;
    for (const { key, text } of layer.fields) {
      const already = fields.get(key);
      fields.set(key, already === undefined ? text : `${already}, ${text}`);
    }
  }
  return fields;
}

function named(parameter: string | number | undefined): string | null {
  return parameter === undefined || parameter === '' ? null : String(parameter);
}
