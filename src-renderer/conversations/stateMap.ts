import type { Transition } from '#contract/conversation.ts';

/** Where the eleven states stand (RFC 9293 §3.3.2, figure 5), as the middles of their boxes. */
export const STATE_PLACES = {
  CLOSED: { x: 260, y: 34 },
  LISTEN: { x: 260, y: 112 },
  'SYN-RECEIVED': { x: 96, y: 192 },
  'SYN-SENT': { x: 424, y: 192 },
  ESTABLISHED: { x: 260, y: 268 },
  'FIN-WAIT-1': { x: 96, y: 344 },
  'CLOSE-WAIT': { x: 424, y: 344 },
  'FIN-WAIT-2': { x: 96, y: 438 },
  CLOSING: { x: 260, y: 398 },
  'LAST-ACK': { x: 424, y: 438 },
  'TIME-WAIT': { x: 260, y: 500 },
} as const satisfies Record<string, { x: number; y: number }>;
export type StateName = keyof typeof STATE_PLACES;

export const BOX = { width: 116, height: 30 };
/** What is drawn: from `left` of 0 on. */
export const MAP = { left: 30, width: 566, height: 536 };
/** Words keep so far from a line, beside the number that stands on it, CSS px. */
const ASIDE = 5;

/** A transition as the RFC draws it: what happens, what is done, and where its line and words stand. */
export interface Edge {
  from: StateName;
  to: StateName;
  /** What happens and what is done then, in the RFC's notation. */
  event: string;
  action: string;
  path: string;
  /** Where its words stand, and where its number. */
  words: { x: number; y: number; anchor: 'start' | 'middle' | 'end' };
  number: { x: number; y: number };
}

const edge = (
  from: StateName,
  to: StateName,
  [event, action]: [string, string],
  path: string,
  words: [x: number, y: number, anchor: 'start' | 'middle' | 'end'],
  number: [x: number, y: number],
): Edge => ({
  from,
  to,
  event,
  action,
  path,
  words: {
    x: words[0] + (words[2] === 'start' ? ASIDE : words[2] === 'end' ? -ASIDE : 0),
    y: words[1],
    anchor: words[2],
  },
  number: { x: number[0], y: number[1] },
});

/** Those of RFC 9293 §3.3.2, figure 5, with the way from FIN-WAIT-1 to TIME-WAIT that its note 2 speaks of. */
export const EDGES: readonly Edge[] = [
  edge('CLOSED', 'LISTEN', ['passive OPEN', 'create TCB'], 'M238 49V97', [230, 70, 'end'], [238, 73]),
  edge('LISTEN', 'CLOSED', ['CLOSE', 'delete TCB'], 'M282 97V49', [290, 70, 'start'], [282, 73]),
  edge('CLOSED', 'SYN-SENT', ['active OPEN', 'snd SYN'], 'M318 45H446V177', [440, 62, 'end'], [446, 84]),
  edge('SYN-SENT', 'CLOSED', ['CLOSE', 'delete TCB'], 'M466 177V38H318', [472, 100, 'start'], [466, 118]),
  edge('LISTEN', 'SYN-RECEIVED', ['rcv SYN', 'snd SYN, ACK'], 'M202 112H82V177', [90, 140, 'start'], [82, 146]),
  edge('LISTEN', 'SYN-SENT', ['SEND', 'snd SYN'], 'M318 112H400V177', [392, 140, 'end'], [400, 146]),
  edge('SYN-RECEIVED', 'LISTEN', ['rcv RST', ''], 'M114 177V126H202', [122, 168, 'start'], [114, 158]),
  edge('SYN-SENT', 'SYN-RECEIVED', ['rcv SYN', 'snd SYN, ACK'], 'M366 192H154', [260, 186, 'middle'], [212, 192]),
  edge('SYN-RECEIVED', 'ESTABLISHED', ['rcv ACK of SYN', ''], 'M124 207V260H202', [132, 234, 'start'], [124, 240]),
  edge('SYN-SENT', 'ESTABLISHED', ['rcv SYN, ACK', 'snd ACK'], 'M396 207V260H318', [388, 230, 'end'], [396, 240]),
  edge('SYN-RECEIVED', 'FIN-WAIT-1', ['CLOSE', 'snd FIN'], 'M66 207V329', [60, 264, 'end'], [66, 284]),
  edge('ESTABLISHED', 'FIN-WAIT-1', ['CLOSE', 'snd FIN'], 'M232 283V336H154', [224, 304, 'end'], [232, 312]),
  edge('ESTABLISHED', 'CLOSE-WAIT', ['rcv FIN', 'snd ACK'], 'M288 283V336H366', [296, 304, 'start'], [288, 312]),
  edge('FIN-WAIT-1', 'FIN-WAIT-2', ['rcv ACK of FIN', ''], 'M70 359V423', [64, 394, 'end'], [70, 392]),
  edge('FIN-WAIT-1', 'CLOSING', ['rcv FIN', 'snd ACK'], 'M154 350H232V383', [226, 366, 'end'], [232, 366]),
  edge(
    'FIN-WAIT-1',
    'TIME-WAIT',
    ['rcv FIN, ACK', 'snd ACK'],
    'M128 359V392H186V492H202',
    [190, 462, 'start'],
    [186, 440],
  ),
  edge('FIN-WAIT-2', 'TIME-WAIT', ['rcv FIN', 'snd ACK'], 'M96 453V508H202', [104, 486, 'start'], [96, 478]),
  edge('CLOSING', 'TIME-WAIT', ['rcv ACK of FIN', ''], 'M272 413V485', [280, 446, 'start'], [272, 448]),
  edge('CLOSE-WAIT', 'LAST-ACK', ['CLOSE', 'snd FIN'], 'M424 359V423', [432, 388, 'start'], [424, 392]),
  edge('LAST-ACK', 'CLOSED', ['rcv ACK of FIN', ''], 'M482 438H538V31H318', [474, 466, 'end'], [538, 300]),
  edge('TIME-WAIT', 'CLOSED', ['timeout 2 MSL', 'delete TCB'], 'M318 506H552V24H318', [420, 501, 'middle'], [552, 330]),
];

/** A transition with how often, and as which steps, it was or will be taken. */
export interface Taken {
  edge: Edge;
  /** The steps, by their places among all from 1. */
  steps: { number: number; transition: Transition; ahead: boolean }[];
}

/** Every transition of the figure with the steps taken by it, then those the figure does not have: resets, failures. */
export function takenOf(path: readonly Transition[], cursor: number): Taken[] {
  const steps = path.map((transition, index) => ({ number: index + 1, transition, ahead: transition.seq > cursor }));
  const by = ({ from, to }: Edge) => steps.filter((step) => step.transition.from === from && step.transition.to === to);
  const drawn = EDGES.map((each): Taken => ({ edge: each, steps: by(each) }));
  const strange = steps.filter(
    ({ transition: { from, to } }) => !EDGES.some((each) => each.from === from && each.to === to),
  );
  const others = new Map<string, Taken>();
  for (const step of strange) {
    const { from, to } = step.transition;
    if (!isState(from) || !isState(to)) continue;
    const known = others.get(`${from} ${to}`);
    if (known) known.steps.push(step);
    else others.set(`${from} ${to}`, { edge: straight(from, to), steps: [step] });
  }
  return [...drawn, ...others.values()];
}

/** The state at the cursor; empty: not known. */
export function stateAt(path: readonly Transition[], cursor: number): string {
  const passed = path.filter(({ seq }) => seq <= cursor);
  return passed.at(-1)?.to ?? path[0]?.from ?? '';
}

export function isState(name: string): name is StateName {
  return Object.hasOwn(STATE_PLACES, name);
}

/** A line the figure has no place for: a bow from box to box. */
function straight(from: StateName, to: StateName): Edge {
  const [a, b] = [STATE_PLACES[from], STATE_PLACES[to]];
  const aside = a.x < 200 ? -1 : a.x > 330 ? 1 : from === 'TIME-WAIT' || from === 'CLOSING' ? -1 : 1;
  const [startX, endX] = [a.x + aside * (BOX.width / 2), b.x + aside * (BOX.width / 2)];
  const bend = aside < 0 ? Math.min(startX, endX) - 30 : Math.max(startX, endX) + 20;
  const x = Math.max(10 - MAP.left, Math.min(MAP.width - 10, bend));
  const middle = { x: (x * 6 + startX + endX) / 8, y: (a.y + b.y) / 2 };
  return {
    from,
    to,
    event: '',
    action: '',
    path: `M${startX} ${a.y}C${x} ${a.y} ${x} ${b.y} ${endX} ${b.y}`,
    words: { ...middle, anchor: 'middle' },
    number: middle,
  };
}
