import type { Reason } from '#engine/trace/reasons.ts';
import { summarizeFrame, type Summary } from '#engine/wire/summary.ts';
import { ASTRAY } from '../conversations/ladder.ts';
import { PIECE, type Pieces, type Run } from './run.ts';
import { withoutPorts } from './steady.ts';
import type { Unit } from './units.ts';

/** Facts looked back at most for frames that were on a cable at some moment. */
const LOOKED_BACK = 20_000;

/** Messages between the same two parties in the same protocol. */
export interface Flow {
  protocol: string;
  units: Unit[];
}

/**
 * Everything sent after fact `common` that is no TCP segment, packet by packet, as the device that made it put it on a
 * cable first; by protocol and parties. Rewritings on the way are the same packet.
 */
export function* messagesOf(run: Run, common: number): Pieces<Map<string, Flow>> {
  const { trace } = run;
  const flows = new Map<string, Flow>();
  const seen = new Set<number>();
  const units = new Map<number, Unit>();
  const arrived = new Set<number>();
  const begin = (fact: number, packet: number) => {
    seen.add(packet);
    const frame = trace.frameOf(trace.frame(fact));
    if (frame === undefined) return;
    const summary = summarizeFrame(frame);
    if (summary.protocol === 'tcp') return;
    const device = trace.device(fact);
    const key = flowOf(summary);
    const flow = flows.get(key) ?? { protocol: summary.protocol, units: [] };
    flows.set(key, flow);
    const unit: Unit = {
      ...{ key: `${device} ${steady(summary)}`, fact, time: trace.time(fact), device, what: 'message' },
      ...{ number: flow.units.length + 1, from: 0, to: 0, text: summary.info, again: false, lost: null },
    };
    flow.units.push(unit);
    units.set(packet, unit);
  };
  for (const fact of onTheirWay(run, common)) begin(fact, trace.packet(fact));
  for (let fact = common + 1; fact <= run.facts; fact++) {
    if (fact % PIECE === 0) yield;
    const kind = trace.kind(fact);
    const packet = trace.packet(fact);
    if (packet === 0) continue;
    if (kind === 'tcp.sent') seen.add(packet);
    else if (kind === 'frame.dropped') {
      const unit = units.get(packet);
      if (unit !== undefined) dropped(unit, trace.reason(fact), arrived.has(packet));
    } else if (kind === 'ip.delivered' || kind === 'udp.received') {
      arrived.add(packet);
      const unit = units.get(packet);
      if (unit !== undefined) unit.lost = null;
    } else if (kind === 'frame.sent' && !seen.has(packet)) begin(fact, packet);
  }
  return flows;
}

/** Where the packets were first sent that were on a cable when the runs parted: in one of them only they may have arrived. */
function onTheirWay({ trace, journeys }: Run, common: number): number[] {
  if (common === 0) return [];
  const parted = trace.time(common);
  const origins = new Set<number>();
  for (let fact = common; fact > Math.max(0, common - LOOKED_BACK); fact--) {
    // The value of a frame that was sent is when it arrives.
    if (trace.kind(fact) !== 'frame.sent' || trace.value(fact) <= parted) continue;
    for (const first of journeys.facts(trace.packet(fact), common)) {
      origins.add(first);
      break;
    }
  }
  return [...origins].sort((a, b) => a - b);
}

/** A copy that ends astray is no loss; and what one receiver has, another may refuse. */
function dropped(unit: Unit, reason: Reason, arrived: boolean): void {
  if (!arrived && !ASTRAY.has(reason)) unit.lost = reason;
}

/** Both directions of the same two parties. */
function flowOf({ protocol, source, destination }: Summary): string {
  return source < destination ? `${protocol} ${source} ${destination}` : `${protocol} ${destination} ${source}`;
}

/** A summary without what is drawn by dice or counted by a device: identifiers and ephemeral ports. */
function steady({ protocol, info, length }: Summary): string {
  const said = withoutPorts(info.replaceAll(/\bid=\S+/g, '').replaceAll(/0x[0-9a-f]+/g, ''));
  return protocol === 'udp' ? `${said} ${length}` : said;
}
