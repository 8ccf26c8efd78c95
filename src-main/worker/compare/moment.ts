import type { ComparedMoment, MomentFigures } from '#contract/differences.ts';
import type { Timeline } from '#engine/sim/timeline.ts';
import type { Conversation } from '../conversations/conversations.ts';
import { endOf, segment } from '../conversations/conversations.ts';
import type { Density } from '../reading/density.ts';
import type { Run } from './run.ts';
import { withoutPorts } from './steady.ts';

/** Tables that only count what passed: they differ with every frame, and the figures say it better. */
const COUNTING: ReadonlySet<string> = new Set(['traffic', 'memory']);
/** Columns that are times or counters of the device itself. */
const PASSING: ReadonlySet<string> = new Set(['since', 'expires', 'deadline', 'age', 'packets', 'bytes', 'process']);
/** Columns that say what a row is about, by table; of others it is the first one. */
const ABOUT: Readonly<Record<string, readonly string[]>> = {
  sockets: ['protocol', 'local', 'remote'],
  translations: ['protocol', 'inside', 'remote'],
  flows: ['protocol', 'source', 'destination'],
  mac: ['mac', 'vlan'],
};
/** Facts looked back at most for a congestion window. */
const LOOKED_BACK = 20_000;

/** A row of a table: what it is about, and all that it says. */
interface ReadRow {
  about: string;
  says: string;
}

/**
 * The tables of `devices` of which both networks hold different rows now, each with how many say something else in the other
 * network, and how many are about what only one of them knows.
 */
export function tablesOf(left: Timeline, right: Timeline, devices: readonly string[]): ComparedMoment['tables'] {
  return devices.flatMap((device) => {
    const [ours, theirs] = [rowsByTable(left, device), rowsByTable(right, device)];
    return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((table) => {
      const [here, there] = [ours.get(table) ?? [], theirs.get(table) ?? []];
      const [onlyHere, onlyThere] = [missing(here, there, 'says'), missing(there, here, 'says')];
      if (onlyHere.length + onlyThere.length === 0) return [];
      const counts = {
        left: missing(onlyHere, onlyThere, 'about').length,
        right: missing(onlyThere, onlyHere, 'about').length,
      };
      return [{ device, table, changed: onlyHere.length - counts.left, ...counts }];
    });
  });
}

function rowsByTable(timeline: Timeline, device: string): Map<string, ReadRow[]> {
  const tables = timeline.view(device).filter(({ name }) => !COUNTING.has(name));
  return new Map(
    tables.map(({ name, columns, rows }) => {
      const named = ABOUT[name] ?? columns.slice(0, 1);
      const said = (row: readonly unknown[], within: (column: string) => boolean): string =>
        withoutPorts(JSON.stringify(row.filter((_, index) => within(columns[index]!))));
      const read = rows.map((row) => ({
        about: said(row, (column) => named.includes(column)),
        says: said(row, (column) => !PASSING.has(column)),
      }));
      return [name, read];
    }),
  );
}

/** Those of `rows` that are not among `others`, each of which counts once. */
function missing(rows: readonly ReadRow[], others: readonly ReadRow[], by: keyof ReadRow): ReadRow[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(other[by], (left.get(other[by]) ?? 0) + 1);
  return rows.filter((row) => {
    const there = left.get(row[by]) ?? 0;
    left.set(row[by], Math.max(0, there - 1));
    return there === 0;
  });
}

/** What a run that stands at `time` ns came to up to fact `run.facts`, in all and in one conversation. */
export function figuresAt(run: Run, time: number, density: Density, conversation: Conversation | null): MomentFigures {
  const figures: MomentFigures = {
    time,
    facts: run.facts,
    segments: 0,
    again: 0,
    drops: density.dropsUpTo(run.facts),
    connection: null,
  };
  for (const each of run.conversations.all()) {
    figures.segments += each.segments.countUpTo(run.facts);
    figures.again += againIn(each, run.facts);
  }
  if (conversation !== null) figures.connection = connectionAt(run, conversation);
  return figures;
}

function againIn({ retransmissions }: Conversation, facts: number): number {
  let count = 0;
  for (const fact of retransmissions) if (fact <= facts) count++;
  return count;
}

function connectionAt(run: Run, conversation: Conversation): MomentFigures['connection'] {
  const { trace, facts } = run;
  const { segments, ends, client } = conversation;
  const count = segments.countUpTo(facts);
  if (count === 0) return null;
  const acknowledged = deliveredIn(run, conversation, count);
  const passed = trace.time(segments.at(count - 1)) - trace.time(segments.at(0));
  const windowOf = (index: number): number | null => {
    const end = ends[index];
    return end === undefined ? null : congestionWindow(run, end.device, end.connection);
  };
  return {
    segments: count,
    again: againIn(conversation, facts),
    acknowledged,
    goodput: passed === 0 ? 0 : (acknowledged * 8e9) / passed,
    clientWindow: windowOf(client ?? 0),
    serverWindow: windowOf(client === 1 ? 0 : 1),
  };
}

/** Bytes of both streams that the other end has acknowledged in one of the first `count` segments. */
function deliveredIn({ trace }: Run, conversation: Conversation, count: number): number {
  const { segments } = conversation;
  const base: (number | null)[] = [null, null];
  const told: (number | null)[] = [null, null];
  const senderOf = (fact: number): 0 | 1 => {
    const place = endOf(trace, conversation, fact) ?? 0;
    return (trace.kind(fact) === 'tcp.received' ? 1 - place : place) as 0 | 1;
  };
  for (let index = 0; index < count && (base[0] === null || base[1] === null); index++) {
    const fact = segments.at(index);
    base[senderOf(fact)] ??= segment(trace, fact).sequence;
  }
  for (let index = count - 1; index >= 0 && (told[0] === null || told[1] === null); index--) {
    const fact = segments.at(index);
    const { flags, acknowledgment } = segment(trace, fact);
    if (flags.ack) told[senderOf(fact)] ??= acknowledgment;
  }
  let bytes = 0;
  for (const sender of [0, 1] as const) {
    const acknowledgment = told[1 - sender];
    const from = base[sender];
    if (acknowledgment === null || acknowledgment === undefined || from === null || from === undefined) continue;
    bytes += Math.max(0, ((acknowledgment - from) >>> 0) - 1);
  }
  return bytes;
}

/** The congestion window an end told of last, bytes; null: it has told of none lately. */
function congestionWindow({ trace, facts }: Run, device: string, connection: string): number | null {
  for (let fact = facts; fact > Math.max(0, facts - LOOKED_BACK); fact--) {
    const kind = trace.kind(fact);
    if (kind !== 'tcp.acknowledged' && kind !== 'tcp.congestion') continue;
    const detail = trace.detail(fact);
    if (detail['connection'] === connection && trace.device(fact) === device) return Number(detail['cwnd']);
  }
  return null;
}
