import type { ConversationEnd, Ladder } from '#contract/conversation.ts';
import type { Rung } from '#contract/shapes.ts';

/** How a ladder is laid out. */
export interface LadderOptions {
  /** Width of the whole picture, CSS px. */
  width: number;
  /** `even`: one row a rung. `time`: as far apart as their times, long silences shortened. */
  spacing: 'even' | 'time';
  /** `relative`: numbers counted from each end's first; `absolute`: as they are in the segments. */
  numbers: 'relative' | 'absolute';
  /** CSS px of a unit of the ladder's places: half a row, or 1 ns. */
  unit: number;
  /** The names of both ends stand at the top. */
  head: boolean;
}

/** One rung with its place. */
export interface PlacedRung {
  rung: Rung;
  /** Where it starts: the y of the sender, or of the state change. */
  top: number;
  /** Where it would reach the other end; the same as `top` for a state change. */
  bottom: number;
  /** Flags and length: `SYN, ACK`, `PSH, ACK  100 B`. */
  title: string;
  /** `seq=0 ack=1 win=65535`. */
  numbers: string;
  /** `SACK 1461–2921`, or empty. */
  sack: string;
  /** What part of its way it is known to have behind it, where it is on the way; null: not known, or no longer. */
  reach: number | null;
  /** ns since the first rung. */
  delay: number;
  /** Whether there is room for its title, and for lines under it. */
  titled: boolean;
  numbered: boolean;
  /** Whether there is room for what became of it. */
  fated: boolean;
  /** Its words stand in one line at the start of its arrow, which ends far from its row or short of it; else over and under its middle. */
  atStart: boolean;
  /** It stands where its time is, which is said in the line of its title; else beside the life line it leaves. */
  byTime: boolean;
}

/** Whether a segment is on the way still, and whether that is said in the line of its title. */
export function underWay({ rung, atStart, byTime }: PlacedRung): { is: boolean; inTitle: boolean } {
  const is = rung.kind === 'segment' && rung.reason === null && rung.arrival === null;
  // By time all that are on the way end at the cursor, where words have no room.
  return { is, inTitle: is && (atStart || byTime) };
}

/** A stretch of one end's life line in one state. */
export interface StateStretch {
  end: Rung['end'];
  state: string;
  from: number;
  to: number;
  /** Middle of its box; null: it begins above what is told. */
  box: number | null;
  /** The state at the cursor. */
  current: boolean;
  seq: number;
}

export interface LadderLayout {
  height: number;
  rungs: PlacedRung[];
  states: StateStretch[];
  /** Where silences are shortened, and by how much, ns. */
  breaks: { y: number; silence: number }[];
  /** y of the cursor; null: it lies below what is told. */
  end: number | null;
}

/** CSS px of half a row: a change of state takes one, a segment two. */
export const HALF_ROW = 24;
/** CSS px of the longest silence of a ladder by time. */
export const LONGEST_SILENCE = 130;
/** Room above the first rung, with and without the names of the ends, CSS px; and below the last one. */
export const HEAD = 64;
export const LEAD = 34;
export const REST = 34;
const SLANT = 22;
const STATE_HEIGHT = 19;
/** CSS px a line of text needs. */
export const LINE = 13;
/** Widths of a picture, CSS px, from which a line of words fits at an arrow's start, and from which it takes half of the way at most. */
const ROOMY = { even: 500, time: 600 };
const HALVES = 860;

/** The pixel sizes of what is told of a ladder: where each rung and each state stands. */
export function layOut(ladder: Ladder, options: LadderOptions): LadderLayout {
  const origin = ladder.places[0] ?? 0;
  const lead = options.head ? HEAD : LEAD;
  const even = options.spacing === 'even';
  const y = (place: number): number => lead + (place - origin) * options.unit;
  const bases = { client: 0, server: 0 };
  if (options.numbers === 'relative') {
    bases.client = ladder.first.client ?? 0;
    bases.server = ladder.first.server ?? 0;
  }
  const roomy = options.width >= ROOMY[options.spacing];
  let told = -Infinity;
  const now = y(ladder.height);
  const placed = ladder.rungs.map((rung, index): PlacedRung => {
    const top = y(ladder.places[index]!);
    const arrival = y(ladder.arrivals[index]!);
    const segment = rung.kind === 'segment';
    const reach = even ? null : reachOf(rung, ladder);
    const bottom = !segment
      ? top
      : even
        ? bottomEvenly(rung, top, arrival)
        : bottomByTime(rung, top, arrival, reach, now);
    const end = top + (bottom - top) * endOfArrow(rung, reach);
    const fated = even || Math.abs(end - told) >= LINE;
    if (rung.reason !== null && fated) told = end;
    return {
      rung,
      top,
      bottom,
      reach,
      title: titleOf(rung),
      numbers: rung.flags === '' ? '' : `${numbersOf(rung, bases)} win=${rung.window}`,
      sack: sackOf(rung, bases),
      delay: rung.time - ladder.start,
      titled: even || !segment,
      numbered: even,
      fated,
      atStart: segment && roomy && (!even || bottom - top > SLANT || rung.arrival === null),
      byTime: !even,
    };
  });
  if (!even) {
    for (const column of ['client', 'server', 'either'] as const) {
      nameWhereRoom(placed.filter(({ rung }) => rung.kind === 'segment' && columnOf(rung, options) === column));
    }
    numberWhereRoom(placed, options, roomy ? 2 : 3);
  }
  const whole = ladder.from + ladder.rungs.length >= ladder.total;
  const last = whole ? now : (placed.at(-1)?.top ?? lead) + HALF_ROW;
  // What is under way goes on below the cursor, where nothing is drawn yet.
  const ends = placed.map(({ rung, top, bottom, reach }) => (rung.arrival === null && reach !== null ? top : bottom));
  const height = Math.ceil(Math.max(last, ...ends) + REST);
  return {
    height,
    rungs: placed,
    states: statesOf(ladder, placed, height - 14, lead, whole),
    breaks: placed.flatMap(({ top }, index) => {
      const silence = ladder.shortened[index]!;
      return silence === 0 ? [] : [{ y: top - LONGEST_SILENCE / 2, silence }];
    }),
    end: whole ? (even ? height - REST + 12 : now) : null,
  };
}

/** Where the words of a segment need a place of their own: by time in a wide picture on its end's half, else across. */
export function columnOf({ end }: Rung, { width, spacing, numbers }: LadderOptions): Rung['end'] | 'either' {
  return spacing === 'time' && width >= HALVES && numbers === 'relative' ? end : 'either';
}

/** Where the arrow of a segment ends, as parts of its way: where it was lost, or as far as it has come; and 1 if it arrived. */
export function endOfArrow(rung: Pick<Rung, 'reason' | 'arrival' | 'ended'>, reach: number | null): number {
  // A lost one goes as far as it came; at least so far that both ends of it are seen.
  if (rung.reason !== null) return Math.min(0.94, Math.max(0.08, rung.ended?.along ?? 0.62));
  return rung.arrival === null ? (reach ?? 0.5) : 1;
}

/**
 * The segment whose arrow leads by a point: nearer than `within`, and nearer than all others. `lines` is where the life lines are.
 */
export function arrowAt(
  placed: readonly PlacedRung[],
  lines: Record<ConversationEnd, number>,
  point: { x: number; y: number },
  within: number,
): PlacedRung | null {
  let [found, least]: [PlacedRung | null, number] = [null, within];
  for (const one of placed) {
    if (one.rung.kind !== 'segment') continue;
    const from = lines[one.rung.end];
    const way = lines[one.rung.end === 'client' ? 'server' : 'client'] - from;
    const part = (point.x - from) / way;
    if (part < 0 || part > endOfArrow(one.rung, one.reach)) continue;
    const slope = (one.bottom - one.top) / way;
    const distance = Math.abs(one.top + (one.bottom - one.top) * part - point.y) / Math.hypot(1, slope);
    if (distance <= least) [found, least] = [one, distance];
  }
  return found;
}

/** Flags and length of a segment: `PSH, ACK  100 B`; of a datagram `UDP  100 B`. */
export function titleOf({ flags, length, kind }: Rung): string {
  const name = flags === '' && kind === 'segment' ? 'UDP' : flags;
  return length > 0 ? `${name}  ${length} B` : name;
}

/** `seq=0 ack=1`, counted from the numbers in `bases`. */
export function numbersOf(rung: Rung, bases: Record<ConversationEnd, number>): string {
  const other = rung.end === 'client' ? 'server' : 'client';
  const numbers = `seq=${minus(rung.sequence, bases[rung.end])}`;
  return rung.flags.includes('ACK') ? `${numbers} ack=${minus(rung.acknowledgment, bases[other])}` : numbers;
}

/** Each end's first sequence number. An end that has sent nothing yet is known by what the other acknowledges. */
export function basesOf(rungs: readonly Rung[]): Record<ConversationEnd, number> {
  const base = (end: ConversationEnd): number => {
    const own = rungs.find((rung) => rung.kind === 'segment' && rung.end === end);
    if (own) return own.sequence;
    const others = rungs.find((rung) => rung.kind === 'segment' && rung.flags.includes('ACK'));
    return others ? minus(others.acknowledgment, 1) : 0;
  };
  return { client: base('client'), server: base('server') };
}

/** Difference of sequence numbers, which go round at 2^32 (RFC 9293 §3.4). */
export function minus(a: number, b: number): number {
  return (a - b) >>> 0;
}

function sackOf({ sack, end }: Rung, bases: Record<ConversationEnd, number>): string {
  if (sack.length === 0) return '';
  const base = bases[end === 'client' ? 'server' : 'client'];
  return `SACK ${sack.map(([left, right]) => `${minus(left, base)}–${minus(right, base)}`).join(', ')}`;
}

/** What part of its way a segment that is still under way has behind it, by the time such ways take. */
function reachOf(rung: Rung, { now, transit }: Ladder): number | null {
  if (rung.kind === 'state' || rung.arrival !== null || rung.ended !== null || transit === null) return null;
  return Math.min(0.94, Math.max(0.08, (now - rung.time) / Math.max(1, transit)));
}

/** Evenly a segment arrives below all that the other end did before: two that were under way at once cross. */
function bottomEvenly({ reason }: Rung, top: number, above: number): number {
  return reason !== null ? top + SLANT : Math.max(top, above) + SLANT;
}

/**
 * By time the end of the arrow is given: of a segment that arrived at the other end, of one that was lost where it was lost,
 * and of one under way at the cursor. The bottom is where it would reach the other end as steep.
 */
function bottomByTime(rung: Rung, top: number, ended: number, reach: number | null, now: number): number {
  if (rung.arrival !== null) return ended;
  if (rung.ended !== null) return top + (ended - top) / Math.max(0.08, rung.ended.along);
  return reach === null ? top + SLANT : top + (now - top) / reach;
}

/** By time a segment is named where no other name stands; what opens or closes before what only carries or acknowledges. */
function nameWhereRoom(segments: readonly PlacedRung[]): void {
  const turns = segments.filter(({ rung }) => /SYN|FIN|RST/.test(rung.flags));
  let last = -Infinity;
  for (const one of turns) {
    one.titled = one.top - last >= LINE;
    if (one.titled) last = one.top;
  }
  const tops = turns.flatMap(({ titled, top }) => (titled ? [top] : []));
  let next = 0;
  last = -Infinity;
  for (const one of segments) {
    while (next < tops.length && tops[next]! <= one.top) last = Math.max(last, tops[next++]!);
    if (one.titled) continue;
    one.titled = one.top - last >= LINE && (tops[next] ?? Infinity) - one.top >= LINE;
    if (one.titled) last = one.top;
  }
}

/**
 * By time, what takes lines of its own stands only where the next title leaves room for it: the numbers, or, where these stand
 * in the line of their title, what is reported of text out of order.
 */
function numberWhereRoom(placed: PlacedRung[], options: LadderOptions, lines: number): void {
  const next = new Map<string, number>();
  for (const one of placed.toReversed()) {
    if (one.rung.kind !== 'segment' || !one.titled) continue;
    const column = columnOf(one.rung, options);
    one.numbered = (next.get(column) ?? Infinity) - one.top >= LINE * lines;
    next.set(column, one.top);
  }
}

function statesOf(
  ladder: Ladder,
  placed: readonly PlacedRung[],
  end: number,
  lead: number,
  whole: boolean,
): StateStretch[] {
  const stretches: StateStretch[] = [];
  for (const side of ['client', 'server'] as const) {
    const changes = placed.filter(({ rung }) => rung.kind === 'state' && rung.end === side);
    const before = ladder.states[side];
    const begins = ladder.from === 0;
    if (before !== '') {
      const to = changes[0]?.top ?? end;
      const from = begins ? lead - LEAD + 10 : 0;
      const current = whole && changes.length === 0;
      stretches.push({ end: side, state: before, from, to, box: begins ? from : null, current, seq: 0 });
    }
    let free = begins ? lead - LEAD + 10 + STATE_HEIGHT : -Infinity;
    changes.forEach(({ rung, top }, index) => {
      const next = changes[index + 1];
      // Changes at one moment stand below each other.
      const box = Math.max(top, free);
      free = box + STATE_HEIGHT;
      const current = whole && next === undefined;
      stretches.push({ end: side, state: rung.to, from: top, to: next?.top ?? end, box, current, seq: rung.seq });
    });
  }
  return stretches;
}
