import type { EndMoment, SequenceRange } from '#contract/conversation.ts';

/** What a stretch of sequence numbers is, to the end that sends them and to the one that receives them. */
export type SenderPart = 'acknowledged' | 'flight' | 'sacked' | 'resent' | 'queued' | 'window' | 'blocked' | 'beyond';
export type ReceiverPart = 'read' | 'unread' | 'early' | 'room' | 'outside';
export type PartKind = SenderPart | ReceiverPart;

/** One stretch of a strip, CSS px of the figure; `bytes`: how many numbers it holds, null where it has no end. */
export interface Part {
  kind: PartKind;
  x: number;
  width: number;
  bytes: number | null;
}

/** A place in a strip with a name: `SND.UNA`. `number`: the sequence number, absolute. */
export interface Marker {
  name: string;
  number: number;
  x: number;
  /** Line of text its words stand in, from 0: so that no two overlap. */
  line: number;
}

export interface Strip<Kind extends PartKind = PartKind> {
  parts: (Part & { kind: Kind })[];
  markers: Marker[];
  /** Lines of markers. */
  lines: number;
}

/** Both strips of one direction, on one scale: what stands above each other is the same sequence number. */
export interface Strips {
  sender: Strip<SenderPart> | null;
  receiver: Strip<ReceiverPart> | null;
}

/** Room for what lies before and after all that has a name, CSS px; and least width of what has a name. */
const BEFORE = 84;
const AFTER = 84;
const LEAST = 22;
/** Share of the width that goes to least widths at most. */
const LEAST_SHARE = 0.6;
/** CSS px of a letter of a marker's words. */
const LETTER = 6;
const LETTERS_APART = 2;

/**
 * The strips of what `sender` sends to `receiver`; null: that end is not there. `label` is what a marker will say, of which
 * only the length counts here.
 */
export function stripsOf(
  sender: EndMoment | null,
  receiver: EndMoment | null,
  width: number,
  label: (name: string, number: number) => string,
): Strips {
  const anchor = sender?.sndUna ?? receiver?.rcvNxt ?? 0;
  /** Numbers go round at 2^32: they are counted from one that all others are near to. */
  const at = (number: number): number => (number - anchor) | 0;
  const given = receiver?.rcvNxt ?? null;
  const own = sender && {
    una: at(sender.sndUna),
    next: at(sender.sndNxt),
    edge: at(sender.sndUna) + sender.sndWnd,
    queued: at(sender.queued),
    sacked: sender.sacked.map((range) => offsets(range, at)),
    resent: sender.resent.map((range) => offsets(range, at)),
  };
  const theirs = receiver &&
    given !== null && {
      read: at(given) - receiver.unread,
      next: at(given),
      edge: at(given) + (receiver.rcvWnd ?? 0),
      early: receiver.early.map((range) => offsets(range, at)),
    };
  const points = new Set<number>();
  for (const side of [own, theirs]) {
    if (!side) continue;
    for (const value of Object.values(side)) {
      if (typeof value === 'number') points.add(value);
      else for (const [from, to] of value) points.add(from).add(to);
    }
  }
  const sorted = [...points].sort((one, other) => one - other);
  const place = scaleOf(sorted, width);
  const absolute = (offset: number): number => (anchor + offset) >>> 0;
  const markersOf = (named: readonly (readonly [string, number])[]): Pick<Strip, 'markers' | 'lines'> =>
    inLines(
      named.map(([name, offset]) => ({ name, number: absolute(offset), x: place(offset), line: 0 })),
      width,
      label,
    );

  return {
    sender: own
      ? {
          parts: partsOf(sorted, width, place, (from) => {
            if (from < own.una) return 'acknowledged';
            if (from < own.next) {
              if (within(own.sacked, from)) return 'sacked';
              return within(own.resent, from) ? 'resent' : 'flight';
            }
            if (from < own.edge) return from < own.queued ? 'queued' : 'window';
            return from < own.queued ? 'blocked' : 'beyond';
          }),
          ...markersOf([
            ['SND.UNA', own.una],
            ['SND.NXT', own.next],
            ['SND.UNA+SND.WND', own.edge],
          ]),
        }
      : null,
    receiver: theirs
      ? {
          parts: partsOf(sorted, width, place, (from) => {
            if (from < theirs.read) return 'read';
            if (from < theirs.next) return 'unread';
            if (from >= theirs.edge) return 'outside';
            return within(theirs.early, from) ? 'early' : 'room';
          }),
          ...markersOf([
            ['RCV.NXT', theirs.next],
            ['RCV.NXT+RCV.WND', theirs.edge],
          ]),
        }
      : null,
  };
}

/** Where a number stands: each stretch has a least width, and the rest is shared out by their lengths. */
function scaleOf(points: readonly number[], width: number): (offset: number) => number {
  const room = Math.max(60, width - BEFORE - AFTER);
  const lengths = points.slice(1).map((to, index) => to - points[index]!);
  const whole = lengths.reduce((sum, length) => sum + length, 0) || 1;
  const least = Math.min(LEAST, (room * LEAST_SHARE) / Math.max(1, lengths.length));
  const rest = room - least * lengths.length;
  const places = new Map<number, number>();
  let x = BEFORE;
  points.forEach((point, index) => {
    if (index > 0) x += least + (lengths[index - 1]! / whole) * rest;
    places.set(point, x);
  });
  return (offset) => places.get(offset) ?? BEFORE;
}

function partsOf<Kind extends PartKind>(
  points: readonly number[],
  width: number,
  place: (offset: number) => number,
  kindAt: (from: number) => Kind,
): (Part & { kind: Kind })[] {
  const parts: (Part & { kind: Kind })[] = [];
  const add = (kind: Kind, from: number, to: number, bytes: number | null): void => {
    const last = parts.at(-1);
    if (last?.kind === kind) {
      last.width = to - last.x;
      last.bytes = last.bytes === null || bytes === null ? null : last.bytes + bytes;
    } else parts.push({ kind, x: from, width: to - from, bytes });
  };
  const first = points[0] ?? 0;
  add(kindAt(first - 1), 0, place(first), null);
  points.slice(1).forEach((to, index) => {
    const from = points[index]!;
    add(kindAt(from), place(from), place(to), to - from);
  });
  const last = points.at(-1) ?? 0;
  add(kindAt(last), place(last), width, null);
  return parts;
}

function inLines(
  markers: Marker[],
  width: number,
  label: (name: string, number: number) => string,
): Pick<Strip, 'markers' | 'lines'> {
  const ends: number[] = [];
  for (const marker of markers) {
    const half = (label(marker.name, marker.number).length * LETTER) / 2;
    const middle = Math.min(width - half, Math.max(half, marker.x));
    let line = ends.findIndex((end) => end + LETTERS_APART * LETTER <= middle - half);
    if (line < 0) line = ends.length;
    ends[line] = middle + half;
    marker.line = line;
  }
  return { markers, lines: ends.length };
}

function offsets({ from, to }: SequenceRange, at: (number: number) => number): [number, number] {
  return [at(from), at(to)];
}

function within(ranges: readonly (readonly [number, number])[], offset: number): boolean {
  return ranges.some(([from, to]) => offset >= from && offset < to);
}
