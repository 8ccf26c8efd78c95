import type { LadderGap, Rung } from '#contract/shapes.ts';

/** How a ladder is laid out. */
export interface LadderOptions {
  /** Width of the whole picture, CSS px. */
  width: number;
  /** `even`: one row a rung. `time`: rows as far apart as their times, but never closer than in `even`. */
  spacing: 'even' | 'time';
  /** `relative`: numbers counted from each end's first; `absolute`: as they are in the segments. */
  numbers: 'relative' | 'absolute';
}

/** One rung with its place. */
export interface PlacedRung {
  rung: Rung;
  /** Where it starts: the y of the sender, or of the state change. */
  top: number;
  /** Where a segment arrives; the same as `top` for a state change. */
  bottom: number;
  /** Flags and length: `SYN, ACK`, `PSH, ACK  100 B`. */
  title: string;
  /** `seq=0 ack=1`. */
  numbers: string;
  /** ns since the first rung. */
  delay: number;
}

/** A stretch of one end's life line in one state. */
export interface StateStretch {
  end: Rung['end'];
  state: string;
  from: number;
  to: number;
  /** The state at the cursor. */
  current: boolean;
  seq: number;
}

export interface LadderLayout {
  height: number;
  rungs: PlacedRung[];
  states: StateStretch[];
  /** y of the middle of the place where rungs are left out; null: there is none. */
  gap: number | null;
}

export const TOP = 34;
const SEGMENT_ROW = 48;
const STATE_ROW = 24;
const GAP_ROW = 44;
const SLANT = 22;
/** Room below the last rung. */
const REST = 30;
/** CSS px for the longest silence in `time` spacing. */
const LONGEST_GAP = 220;

/** The pixel sizes of a ladder: where each rung and each state stands. */
export function layOut(
  rungs: readonly Rung[],
  options: Pick<LadderOptions, 'spacing' | 'numbers'>,
  omitted: LadderGap | null = null,
): LadderLayout {
  const bases = options.numbers === 'relative' ? basesOf(rungs) : { client: 0, server: 0 };
  const silent = (index: number): boolean => index === 0 || index === omitted?.at;
  const gaps = rungs.map((rung, index) => (silent(index) ? 0 : rung.time - rungs[index - 1]!.time));
  const longest = Math.max(1, ...gaps);
  let y = TOP + (rungs.some(({ kind }) => kind === 'state') ? 36 : 14);
  let gapPlace: number | null = null;
  const placed = rungs.map((rung, index): PlacedRung => {
    if (index === omitted?.at) {
      gapPlace = y + GAP_ROW / 2 - SLANT / 2;
      y += GAP_ROW;
    }
    const gap = gaps[index]!;
    if (options.spacing === 'time') y += Math.round((gap / longest) * LONGEST_GAP);
    const top = y;
    y += rung.kind === 'segment' ? SEGMENT_ROW : STATE_ROW;
    const bottom = rung.kind === 'segment' ? top + SLANT : top;
    return {
      rung,
      top,
      bottom,
      title: titleOf(rung),
      numbers: numbersOf(rung, bases),
      delay: rung.time - rungs[0]!.time,
    };
  });
  const height = y + REST;
  return { height, rungs: placed, states: statesOf(placed, height - 14), gap: gapPlace };
}

/** Flags and length of a segment: `PSH, ACK  100 B`. */
export function titleOf({ flags, length }: Rung): string {
  return length > 0 ? `${flags}  ${length} B` : flags;
}

/** `seq=0 ack=1`, counted from the numbers in `bases`. */
export function numbersOf(rung: Rung, bases: Record<Rung['end'], number>): string {
  const other = rung.end === 'client' ? 'server' : 'client';
  const numbers = `seq=${minus(rung.sequence, bases[rung.end])}`;
  return rung.flags.includes('ACK') ? `${numbers} ack=${minus(rung.acknowledgment, bases[other])}` : numbers;
}

/** Each end's first sequence number. An end that has sent nothing yet is known by what the other acknowledges. */
export function basesOf(rungs: readonly Rung[]): Record<Rung['end'], number> {
  const base = (end: Rung['end']): number => {
    const own = rungs.find((rung) => rung.kind === 'segment' && rung.end === end);
    if (own) return own.sequence;
    const others = rungs.find((rung) => rung.kind === 'segment' && rung.flags.includes('ACK'));
    return others ? minus(others.acknowledgment, 1) : 0;
  };
  return { client: base('client'), server: base('server') };
}

/** Difference of sequence numbers, which go round at 2^32 (RFC 9293 §3.4). */
function minus(a: number, b: number): number {
  return (a - b) >>> 0;
}

function statesOf(placed: readonly PlacedRung[], end: number): StateStretch[] {
  const stretches: StateStretch[] = [];
  for (const side of ['client', 'server'] as const) {
    const changes = placed.filter(({ rung }) => rung.kind === 'state' && rung.end === side);
    const first = changes[0];
    if (first) {
      // What it was before anything happened: LISTEN at a server, CLOSED at a client.
      stretches.push({ end: side, state: first.rung.from, from: TOP + 12, to: first.top, current: false, seq: 0 });
    }
    changes.forEach(({ rung, top }, index) => {
      const next = changes[index + 1];
      stretches.push({
        end: side,
        state: rung.to,
        from: top,
        to: next?.top ?? end,
        current: next === undefined,
        seq: rung.seq,
      });
    });
  }
  return stretches;
}
