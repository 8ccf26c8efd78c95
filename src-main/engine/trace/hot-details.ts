/**
 * The details of which every segment leaves several. Taken apart key by key, as others are, they would be most of what it
 * costs to keep a history; here each kind names its parameters, which is a plain look-up. The names are those of `KINDS`, all
 * of them and in that order: a test holds both against each other.
 */
import { kindCode, type Detail, type Kind } from './kinds.ts';

/** A detail taken apart: its texts and its numbers, each in the order of the kind's parameters. */
export interface Parts {
  readonly texts: (string | undefined)[];
  readonly numbers: Float64Array;
}

export interface HotDetail {
  readonly keys: readonly string[];
  /** Which of them are texts. */
  readonly texts: readonly boolean[];
  /** Fills `parts`. What the detail lacks is undefined, or NaN. */
  readonly take: (detail: Detail, parts: Parts) => void;
}

function takeSegment(detail: Detail, { texts, numbers }: Parts): void {
  texts[0] = detail['connection'] as string;
  texts[1] = detail['flags'] as string;
  numbers[0] = detail['sequence'] as number;
  numbers[1] = detail['acknowledgment'] as number;
  numbers[2] = detail['window'] as number;
  numbers[3] = detail['length'] as number;
}

function takeAcknowledged(detail: Detail, { texts, numbers }: Parts): void {
  texts[0] = detail['connection'] as string;
  numbers[0] = detail['acknowledgment'] as number;
  numbers[1] = detail['length'] as number;
  numbers[2] = detail['cwnd'] as number;
}

function takeTimer(detail: Detail, { texts, numbers }: Parts): void {
  texts[0] = detail['connection'] as string;
  texts[1] = detail['timer'] as string;
  numbers[0] = detail['deadline'] as number;
}

function takeRoundTrip(detail: Detail, { texts, numbers }: Parts): void {
  texts[0] = detail['connection'] as string;
  numbers[0] = detail['measured'] as number;
  numbers[1] = detail['srtt'] as number;
  numbers[2] = detail['rto'] as number;
}

function takeCall(detail: Detail, { texts, numbers }: Parts): void {
  texts[0] = detail['program'] as string;
  texts[1] = detail['call'] as string;
  numbers[0] = detail['descriptor'] as number;
  texts[2] = detail['arguments'] as string;
}

function takeReturn(detail: Detail, { texts, numbers }: Parts): void {
  texts[0] = detail['program'] as string;
  texts[1] = detail['call'] as string;
  numbers[0] = detail['descriptor'] as number;
  texts[2] = detail['result'] as string;
}

/** By kind: the parameters with a `*` are texts. */
export const HOT_KINDS: readonly (readonly [Kind, string, HotDetail['take']])[] = [
  ['tcp.sent', '*connection *flags sequence acknowledgment window length', takeSegment],
  ['tcp.received', '*connection *flags sequence acknowledgment window length', takeSegment],
  ['tcp.acknowledged', '*connection acknowledgment length cwnd', takeAcknowledged],
  ['tcp.timer.started', '*connection *timer deadline', takeTimer],
  ['tcp.rtt', '*connection measured srtt rto', takeRoundTrip],
  ['socket.called', '*program *call descriptor *arguments', takeCall],
  ['socket.returned', '*program *call descriptor *result', takeReturn],
];

const byKind: (HotDetail | undefined)[] = new Array<HotDetail | undefined>(256).fill(undefined);
for (const [kind, parameters, take] of HOT_KINDS) {
  const names = parameters.split(' ');
  const texts = names.map((name) => name.startsWith('*'));
  byKind[kindCode(kind)] = { keys: names.map((name) => name.replace('*', '')), texts, take };
}

/** How details of a kind are taken apart quickly; undefined: as any others. */
export function hotDetail(kind: number): HotDetail | undefined {
  return byKind[kind];
}
