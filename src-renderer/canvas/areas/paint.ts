/** Where areas are drawn: on a light screen, on a dark one, on paper. */
export type AreaPaint = 'light' | 'dark' | 'print';

/** Colours and pattern of one area. */
export interface AreaTone {
  /** Its ground, the marks of its pattern, its edge; the ground and the ink of its label. */
  soft: string;
  mark: string;
  line: string;
  ground: string;
  ink: string;
  /** Degrees by which the lines of its pattern are turned. */
  angle: number;
  dots: boolean;
  /** How its lines are broken; undefined: they are whole. */
  dashes: string | undefined;
}

/** Okabe and Ito's hues, told apart with any kind of colour vision: soft ground, marks, edge and ink of each. */
const LIGHT: readonly (readonly [string, string, string, string])[] = [
  ['#e3effa', '#b9d7ee', '#5c9ccb', '#0b4a78'],
  ['#fdf0d9', '#f3d59c', '#c98f1c', '#6b4400'],
  ['#ddf3ea', '#aedfca', '#3f9f7c', '#0a5a40'],
  ['#f7e6ef', '#e7c0d6', '#b9719a', '#7a2c58'],
  ['#fbe6da', '#f0c3a6', '#c9713a', '#7c3300'],
  ['#eceef2', '#ccd2db', '#7f8b9b', '#3c4756'],
];
const DARK: readonly (readonly [string, string, string, string])[] = [
  ['#16283a', '#244a69', '#4f86b3', '#a8d4f5'],
  ['#312711', '#57441a', '#a9812f', '#f3cf85'],
  ['#12302a', '#1f5546', '#4a9f80', '#9fe3c7'],
  ['#321f2c', '#5a354d', '#a86b90', '#eebbd8'],
  ['#35211a', '#5f392a', '#b3714c', '#f5bf9f'],
  ['#232a33', '#3c4653', '#7c899a', '#d0d8e2'],
];

const PATTERNS = [
  { angle: 45, dots: false, dashes: undefined },
  { angle: 0, dots: true, dashes: undefined },
  { angle: -45, dots: false, dashes: undefined },
  { angle: 0, dots: false, dashes: undefined },
  { angle: 90, dots: false, dashes: '4 3' },
  { angle: 45, dots: true, dashes: undefined },
] as const;

const [light, dark] = [LIGHT, DARK].map((tones) =>
  tones.map(([soft, mark, line, ink], index): AreaTone => ({
    soft,
    mark,
    line,
    ink,
    ground: tones === LIGHT ? '#ffffff' : '#131820',
    ...PATTERNS[index]!,
  })),
) as [AreaTone[], AreaTone[]];

/** The tones of areas, by number. */
export function areaPaints(paint: AreaPaint): readonly AreaTone[] {
  return paint === 'dark' ? dark : light;
}
