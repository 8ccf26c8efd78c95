import { endOf, segment, type Conversation } from '../conversations/conversations.ts';
import { fate } from '../conversations/ladder.ts';
import { PIECE, type Pieces, type Run } from './run.ts';

/** What a unit is, for its name: `ACK 7`, `data 1461–2920`. A message is what is no TCP segment. */
export type What = 'syn' | 'syn-ack' | 'fin' | 'rst' | 'data' | 'ack' | 'message' | 'state';

/** One thing to be found again in the other run: something sent, or a state taken. */
export interface Unit {
  /** What is the same in both runs: nothing of it depends on initial sequence numbers, ports or times. */
  key: string;
  /** The fact that tells of it, and its time in ns. */
  fact: number;
  time: number;
  /** The device that sent it or took the state; null: somebody outside of what is simulated. */
  device: string | null;
  what: What;
  /** Which of its kind it is in its direction, from 1. */
  number: number;
  /** First and last byte of the stream it carries, counted from 1; 0: none. For a state: nothing. */
  from: number;
  to: number;
  /** In the field's notation: a message’s summary, or `FROM → TO` of a state. */
  text: string;
  /** Whether it was sent before. */
  again: boolean;
  /** Why it did not arrive; null: it did, or it is still on its way. */
  lost: string | null;
}

/** What a conversation came to in one run. */
export interface Totals {
  segments: number;
  /** Segments sent again. */
  again: number;
  /** Bytes of both streams, each counted once however often it was sent. */
  bytes: number;
  /** Segments that did not arrive. */
  lost: number;
  /** Its first segment and its last, ns. */
  start: number;
  end: number;
  /** When both ends had closed; null: they had not. */
  closed: number | null;
}

/** The segments and states of a conversation after fact `common`, and what was on its way there, in order, and what it came to in all. */
export function* segmentsOf(
  run: Run,
  conversation: Conversation,
  common: number,
): Pieces<{ units: Unit[]; totals: Totals }> {
  const { trace } = run;
  const client = conversation.client ?? 0;
  const parted = common === 0 ? 0 : trace.time(common);
  const bases: [number | null, number | null] = [null, null];
  const highest: [number, number] = [0, 0];
  const counts: Record<What, number>[] = [counters(), counters()];
  const units: Unit[] = [];
  const done = new Set<number>();
  const totals: Totals = { segments: 0, again: 0, bytes: 0, lost: 0, start: -1, end: 0, closed: null };
  const count = conversation.rungs.countUpTo(run.facts);
  for (let index = 0; index < count; index++) {
    if (index % PIECE === PIECE - 1) yield;
    const fact = conversation.rungs.at(index);
    const kind = trace.kind(fact);
    const place = endOf(trace, conversation, fact) ?? 0;
    const time = trace.time(fact);
    if (kind === 'tcp.state') {
      const { from, to } = trace.detail(fact) as { from: string; to: string };
      if (to === 'CLOSED' || to === 'TIME-WAIT') {
        if (!done.has(place) && done.add(place).size === 2) totals.closed = time;
      }
      if (fact > common) {
        const who = place === client ? 'c' : 's';
        units.push({
          ...{ key: `${who} ${from}>${to}`, fact, time, device: trace.device(fact), what: 'state', number: 0 },
          ...{ from: 0, to: 0, text: `${from} → ${to}`, again: false, lost: null },
        });
      }
      continue;
    }
    // What came from outside is told by its arrival: it was the other end that sent it.
    const sender = (kind === 'tcp.received' ? 1 - place : place) as 0 | 1;
    const { text, flags, sequence, acknowledgment, length } = segment(trace, fact);
    bases[sender] ??= sequence;
    const relative = (sequence - bases[sender]) >>> 0;
    const other = (1 - sender) as 0 | 1;
    if (flags.ack) bases[other] ??= (acknowledgment - 1) >>> 0;
    const acknowledged = flags.ack ? (acknowledgment - bases[other]!) >>> 0 : 0;
    const what = whatOf(text, length);
    const again = conversation.retransmissions.has(fact);
    if (!again) counts[sender]![what]++;
    highest[sender] = Math.max(highest[sender], length > 0 ? relative + length - 1 : 0);
    totals.segments++;
    if (again) totals.again++;
    if (totals.start < 0) totals.start = time;
    totals.end = time;
    const { arrival, reason: lost } =
      kind === 'tcp.sent'
        ? fate(trace, run.journeys, trace.packet(fact), trace.device(fact), run.facts)
        : { arrival: time, reason: null };
    if (lost !== null) totals.lost++;
    // What was on its way when the runs parted may have arrived in one of them only.
    if (fact <= common && arrival !== null && arrival <= parted) continue;
    const who = sender === client ? 'c' : 's';
    // A pure acknowledgment is what it acknowledges; all others are the stretch of the stream they carry.
    const key = what === 'ack' ? `${who}a${acknowledged}` : `${who}${relative} ${length} ${what}`;
    units.push({
      ...{ key, fact, time, device: kind === 'tcp.received' ? null : trace.device(fact), what, again, lost },
      ...{ number: counts[sender]![what], from: length > 0 ? relative : 0, to: length > 0 ? relative + length - 1 : 0 },
      text: '',
    });
  }
  totals.bytes = highest[0] + highest[1];
  totals.start = Math.max(0, totals.start);
  return { units, totals };
}

function whatOf(flags: string, length: number): What {
  if (flags.includes('RST')) return 'rst';
  if (flags.includes('SYN')) return flags.includes('ACK') ? 'syn-ack' : 'syn';
  if (length > 0) return 'data';
  return flags.includes('FIN') ? 'fin' : 'ack';
}

const counters = (): Record<What, number> => ({
  ...{ syn: 0, 'syn-ack': 0, fin: 0, rst: 0, data: 0, ack: 0, message: 0, state: 0 },
});
