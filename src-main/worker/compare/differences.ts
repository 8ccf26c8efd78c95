import type { Comparison, Difference, DifferenceKind, Figures } from '#contract/differences.ts';
import { MOST_DIFFERENCES } from '#contract/differences.ts';
import type { Conversation } from '../conversations/conversations.ts';
import { align, partnersByKey, type Entry } from './align.ts';
import { dropsOf } from './drops.ts';
import { incidentsOf, type Incident } from './incidents.ts';
import { messagesOf } from './messages.ts';
import { pairsOf, partiesOf, type Pair } from './pairs.ts';
import { commonFacts } from './prefix.ts';
import { pairPrograms, printedOtherwise, programsOf, type Deed } from './programs.ts';
import type { Pieces, Run, Side } from './run.ts';
import { segmentsOf, type Totals, type Unit } from './units.ts';

/** Incidents told of the messages of two parties in one protocol. */
const MOST_OF_A_FLOW = 3;

type Link = Difference['conversation'];
type Found = Pick<Comparison, 'common' | 'differences' | 'more' | 'conversations'>;

/** The moments of a difference: in a run in which there is nothing to show, the time at which it is in the other. */
function at(left: { fact: number; time: number } | null, right: { fact: number; time: number } | null) {
  const time = Math.min(left?.time ?? Infinity, right?.time ?? Infinity);
  return {
    time,
    left: { fact: left?.fact ?? 0, time: left?.time ?? time },
    right: { fact: right?.fact ?? 0, time: right?.time ?? time },
  };
}

/**
 * What is different in two runs, in order of time, as few things as tell it all: what was done otherwise, what was lost
 * and what came of it, what both do at other times, what connections and programs came to. `known`: facts known to be
 * common. At most {@link MOST_DIFFERENCES} are told: those of most weight, the others are counted.
 */
export function* differencesOf(left: Run, right: Run, known = 0): Pieces<Found> {
  const common = yield* commonFacts(left, right, known);
  const found: Difference[] = [];
  const add = (
    kind: DifferenceKind,
    moments: ReturnType<typeof at>,
    parameters: Difference['parameters'],
    conversation: Link = null,
  ) => void found.push({ kind, ...moments, conversation, parameters });

  const conversations: Comparison['conversations'] = [];
  const lost = new Map<string, number>();
  for (const pair of pairsOf(left, right)) {
    const link = linkOf(pair);
    const either = (pair.left ?? pair.right)!;
    const parties = partiesOf(either);
    const [ours, theirs] = [
      pair.left && (yield* segmentsOf(left, pair.left, common)),
      pair.right && (yield* segmentsOf(right, pair.right, common)),
    ];
    conversations.push({
      ...link,
      ...parties,
      leftFigures: ours && figuresOf(ours.totals),
      rightFigures: theirs && figuresOf(theirs.totals),
    });
    if (ours === null || theirs === null) {
      const [side, run, one] = ours === null ? (['right', right, theirs!] as const) : (['left', left, ours] as const);
      const here = { fact: either.first, time: run.trace.time(either.first) };
      add(
        'connection',
        side === 'left' ? at(here, null) : at(null, here),
        {
          ...{ side, client: parties.clientDevice ?? parties.client, server: parties.serverDevice ?? parties.server },
          segments: one.totals.segments,
        },
        link,
      );
      continue;
    }
    const entries = align(ours.units, theirs.units, true);
    const incidents = incidentsOf(entries);
    for (const incident of incidents) add(...incidentDifference(incident, lost), link);
    for (const { entry, side, device, state } of statesOf(entries)) {
      add('state', at(entry.left, entry.right), { side, device, state }, link);
    }
    const totals = totalsDifference(ours.totals, theirs.totals);
    if (totals !== null && !tellsAll(incidents, totals)) {
      const ends = (run: Run, one: Conversation, { end }: Totals) => ({ fact: lastSegment(run, one), time: end });
      add(
        'totals',
        at(ends(left, pair.left!, ours.totals), ends(right, pair.right!, theirs.totals)),
        {
          ...{ client: parties.clientDevice ?? parties.client, server: parties.serverDevice ?? parties.server },
          ...totals,
        },
        link,
      );
    }
    yield;
  }

  const [ours, theirs] = [yield* messagesOf(left, common), yield* messagesOf(right, common)];
  const shifts = new Map<string, Shift[]>();
  for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
    const flow = (ours.get(key) ?? theirs.get(key))!;
    const entries = align(ours.get(key)?.units ?? [], theirs.get(key)?.units ?? [], false);
    for (const incident of incidentsOf(entries, MOST_OF_A_FLOW)) {
      if (incident.kind !== 'later' && incident.kind !== 'drift') add(...incidentDifference(incident, lost));
      else shifts.set(flow.protocol, [...(shifts.get(flow.protocol) ?? []), incident]);
    }
    yield;
  }
  for (const all of shifts.values()) add(...incidentDifference(asOne(all), lost));

  const [own, other] = [yield* programsOf(left, common), yield* programsOf(right, common)];
  const deeds = partnersByKey(
    own.deeds,
    other.deeds,
    ({ key }) => key,
    ({ time }) => time,
  );
  own.deeds.forEach((deed, index) => {
    if (deeds[index]! < 0) add('done', at(deed, null), deedOf(deed, 'left'));
  });
  const taken = new Set(deeds);
  other.deeds.forEach((deed, index) => {
    if (!taken.has(index)) add('done', at(null, deed), deedOf(deed, 'right'));
  });
  for (const [one, two] of pairPrograms(own.programs, other.programs)) {
    const { program, device } = one;
    const ends = at(
      { fact: one.ended, time: one.ended > 0 ? one.endTime : left.trace.time(left.facts) },
      { fact: two.ended, time: two.ended > 0 ? two.endTime : right.trace.time(right.facts) },
    );
    const later = one.status === two.status ? two.endTime - one.endTime : 0;
    if (one.status !== two.status) {
      add('status', ends, { program, device, statusLeft: one.status, statusRight: two.status });
    }
    // What one has not printed yet is no other result.
    const printed = one.ended > 0 === two.ended > 0 ? printedOtherwise(one, two) : null;
    if (printed === null) {
      if (later !== 0) add('ended', ends, { program, device, later });
      continue;
    }
    const place = (run: Run, line: typeof printed.left) =>
      line === null ? null : { fact: line.fact, time: run.trace.time(line.fact) };
    add('printed', at(place(left, printed.left), place(right, printed.right)), {
      ...{ program, device, count: printed.count, left: printed.left?.text ?? '', right: printed.right?.text ?? '' },
      later,
    });
  }

  const [dropped, droppedToo] = [yield* dropsOf(left, common), yield* dropsOf(right, common)];
  for (const reason of new Set([...dropped.keys(), ...droppedToo.keys()])) {
    const [one, two] = [dropped.get(reason), droppedToo.get(reason)];
    const more = (two?.count ?? 0) - (one?.count ?? 0);
    // Losses told one by one are not told again as a sum.
    if (more === 0 || more === (lost.get(reason) ?? 0)) continue;
    const place = (run: Run, drops: typeof one) =>
      drops === undefined ? null : { fact: drops.first, time: run.trace.time(drops.first) };
    add('drops', at(place(left, one), place(right, two)), {
      ...{ reason, left: one?.count ?? 0, right: two?.count ?? 0 },
    });
  }

  const kept = weightiest(found);
  return { common, differences: kept, more: found.length - kept.length, conversations };
}

function deedOf({ input, device, detail }: Deed, side: Side): Difference['parameters'] {
  return { ...detail, side, input, device };
}

/** A person can read some of thousands: what was done, whole connections and results before single segments. */
function weightiest(found: readonly Difference[]): Difference[] {
  const order: readonly DifferenceKind[] = [
    ...(['done', 'status', 'printed', 'totals', 'connection', 'drops', 'ended', 'lost', 'many'] as const),
    ...(['only', 'state', 'drift', 'later'] as const),
  ];
  return found
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.time - b.time)
    .slice(0, MOST_DIFFERENCES)
    .sort((a, b) => a.time - b.time);
}

/** An incident as a difference; losses told one by one are counted in `lost`, right less left. */
function incidentDifference(
  incident: Incident,
  lost: Map<string, number>,
): [DifferenceKind, ReturnType<typeof at>, Difference['parameters']] {
  const { kind, at: entry, ...rest } = incident;
  const unit = nameOf(entry);
  const moments = at(entry.left, entry.right);
  if (kind !== 'lost') return [kind, moments, { ...unit, ...rest }];
  const reason = (incident.side === 'left' ? entry.left : entry.right)?.lost ?? 'none';
  lost.set(reason, (lost.get(reason) ?? 0) + (incident.side === 'right' ? 1 : -1));
  return [kind, moments, { ...unit, ...rest, reason }];
}

type Shift = Incident & { kind: 'later' | 'drift' };

/** The shifts of several flows as one: of the least and of the most. */
function asOne(shifts: readonly Shift[]): Shift {
  const byTime = shifts.toSorted((a, b) => at(a.at.left, a.at.right).time - at(b.at.left, b.at.right).time);
  const sizes = shifts.flatMap((shift) => (shift.kind === 'drift' ? [shift.first, shift.later] : [shift.later]));
  const sorted = sizes.toSorted((a, b) => Math.abs(a) - Math.abs(b));
  const [first, later] = [sorted[0]!, sorted[sorted.length - 1]!];
  const count = shifts.reduce((sum, shift) => sum + shift.count, 0);
  const { at: entry } = byTime[0]!;
  return first === later
    ? { kind: 'later', at: entry, later, count }
    : { kind: 'drift', at: entry, first, later, count };
}

/** The states that one end took in one run only: those of one side and device together, at the first of them. */
function statesOf(entries: readonly Entry[]): { entry: Entry; side: Side; device: string; state: string }[] {
  const found = new Map<string, { entry: Entry; side: Side; device: string; state: string }>();
  for (const entry of entries) {
    const only = entry.left === null ? entry.right : entry.right === null ? entry.left : null;
    if (only?.what !== 'state') continue;
    const side: Side = entry.left === null ? 'right' : 'left';
    const state = only.text.slice(only.text.lastIndexOf(' ') + 1);
    const key = `${side} ${only.device}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { entry, side, device: only.device ?? '', state });
    else known.state += ` → ${state}`;
  }
  return [...found.values()];
}

/** Whether one incident says all that the totals would. */
function tellsAll(incidents: readonly Incident[], { longer, segmentsLeft, segmentsRight }: Record<string, unknown>) {
  const [only, ...more] = incidents;
  if (only === undefined || more.length > 0) return false;
  const counts = only.kind === 'lost' ? only.more : only.kind === 'later' || only.kind === 'drift' ? 0 : null;
  const near = Math.abs(only.later - Number(longer)) <= Math.max(1000, Math.abs(Number(longer)) * 0.2);
  return near && counts === Number(segmentsRight) - Number(segmentsLeft);
}

function nameOf({ left, right }: Entry): Difference['parameters'] {
  const { device, what, number, from, to, text, again } = (left ?? right) as Unit;
  return { device: device ?? '', what, number, from, to, text, resent: again ? 1 : 0 };
}

function linkOf({ left, right }: Pair): { left: string | null; right: string | null } {
  return { left: left === null ? null : String(left.first), right: right === null ? null : String(right.first) };
}

function figuresOf({ segments, again, lost, bytes, start, end, closed }: Totals): Figures {
  return { segments, again, lost, bytes, duration: end - start, closed };
}

function totalsDifference(left: Totals, right: Totals): Difference['parameters'] | null {
  const longer = right.end - right.start - (left.end - left.start);
  const same = left.segments === right.segments && left.again === right.again && left.bytes === right.bytes;
  if (same && longer === 0) return null;
  return {
    ...{ segmentsLeft: left.segments, segmentsRight: right.segments, againLeft: left.again, againRight: right.again },
    ...{ bytesLeft: left.bytes, bytesRight: right.bytes, longer },
  };
}

function lastSegment({ facts }: Run, { segments }: Conversation): number {
  return segments.at(segments.countUpTo(facts) - 1);
}
