/** Colours flows are told apart by, fill and ink: Okabe and Ito's, safe for any kind of colour vision, on light and dark. */
const TONES: readonly (readonly [string, string])[] = [
  ['#0072b2', '#ffffff'],
  ['#e69f00', '#241800'],
  ['#009e73', '#04221a'],
  ['#cc79a7', '#2b0a1d'],
  ['#d55e00', '#1c0c00'],
  ['#56b4e9', '#06202f'],
  ['#f0e442', '#262300'],
  ['#8a8f98', '#0d1014'],
];

/** How the packets of one flow are drawn: in its colour, with its number, so that nothing depends on colour. */
export interface FlowMark {
  text: string;
  fill: string;
  ink: string;
}

/** Flows numbered at most; then the numbers begin again. */
const MOST = 99;

const numbers = new Map<number, number>();
const marks = new Map<number, FlowMark>();

/** The mark of a flow, by the number it has in the columns of flights: numbered from 1 in the order in which they were seen. */
export function flowMark(flow: number): FlowMark {
  let number = numbers.get(flow);
  if (number === undefined) numbers.set(flow, (number = numbers.size % MOST));
  let mark = marks.get(number);
  if (mark === undefined) {
    const [fill, ink] = TONES[number % TONES.length]!;
    marks.set(number, (mark = { text: String(number + 1), fill, ink }));
  }
  return mark;
}
