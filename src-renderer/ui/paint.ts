/** Colours a figure is drawn with. */
export interface FigurePaint {
  ground: string;
  text: string;
  muted: string;
  line: string;
  /** Inside of a box that is not chosen. */
  cell: string;
  segment: string;
  chosen: string;
  lost: string;
  /** Further lines of a plot, told apart from `segment` with any kind of colour vision. */
  second: string;
  third: string;
  state: string;
  stateInk: string;
  current: string;
  currentInk: string;
  font: string;
  code: string;
}

/** Those of the theme on screen. */
export const SCREEN: FigurePaint = {
  ground: 'none',
  text: 'var(--text)',
  muted: 'var(--text-2)',
  line: 'var(--border-strong)',
  cell: 'var(--surface)',
  segment: 'var(--protocol-tcp)',
  chosen: 'var(--accent)',
  lost: 'var(--danger)',
  second: 'var(--warning)',
  third: 'var(--good)',
  state: 'var(--sunken)',
  stateInk: 'var(--text-2)',
  current: 'var(--accent)',
  currentInk: 'var(--on-accent)',
  font: 'var(--font-text)',
  code: 'var(--font-code)',
};

/** Those of a figure that leaves: light, and safe in print. */
export const PRINT: FigurePaint = {
  ground: '#ffffff',
  text: '#17202c',
  muted: '#4c5969',
  line: '#8793a3',
  cell: '#ffffff',
  segment: '#0064a4',
  chosen: '#0064a4',
  lost: '#b3261e',
  second: '#8a5300',
  third: '#0b6b4d',
  state: '#eef1f5',
  stateInk: '#4c5969',
  current: '#1d4ed8',
  currentInk: '#ffffff',
  font: 'system-ui, "Noto Sans CJK KR", "Malgun Gothic", "Apple SD Gothic Neo", sans-serif',
  code: 'ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace',
};
