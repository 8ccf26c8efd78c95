import { LAYERS, type Layer, type Passage, type PassageStep, type Visit } from '#contract/packets.ts';
import type { DeviceRecord } from '#document/records.ts';

/** How high a kind of device looks, when it only passes on what is not for itself. */
const HIGHEST: Readonly<Record<DeviceRecord['kind'], Layer>> = {
  hub: 'physical',
  switch: 'link',
  router: 'internet',
  gateway: 'application',
  tunnel: 'physical',
  host: 'application',
  server: 'application',
};

/** What the path itself shows needs no number beside it. */
const SHOWN_BY_THE_PATH: ReadonlySet<string> = new Set(['frame.sent', 'frame.arrived', 'frame.queued']);

/** A decision with a number of its own. */
export interface NumberedStep {
  number: number;
  step: PassageStep;
}

/** A device a packet came to, as a stack of layers with what was decided at each. */
export interface Stack {
  device: string;
  /** Index of the stack from which it came; null: it was made here. */
  from: number | null;
  /** Layers the device has, from the cable up. */
  layers: readonly Layer[];
  /** The highest layer that the packet came to. */
  top: Layer;
  /** It went on from here. */
  leaves: boolean;
  /** Layer at which it was thrown away; null: it was not. */
  dropped: Layer | null;
  /** Layer at which it was last seen here. */
  rests: Layer;
  /** Decisions in order; those that the path shows without a number. */
  numbered: NumberedStep[];
}

/** The stacks of a packet's way. `kindOf`: what a device is; undefined: it is not on the drawing any more. */
export function stacksOf(passage: Passage, kindOf: (device: string) => DeviceRecord['kind'] | undefined): Stack[] {
  let number = 0;
  return passage.visits.map((visit) => {
    const top = topOf(visit);
    const kind = kindOf(visit.device);
    const height = Math.max(LAYERS.indexOf(top), kind === undefined ? 0 : LAYERS.indexOf(HIGHEST[kind]));
    const dropped = visit.steps.find(({ kind: one }) => one === 'frame.dropped');
    return {
      device: visit.device,
      from: visit.from,
      layers: LAYERS.slice(0, height + 1),
      top,
      leaves: visit.steps.some(({ kind: one }) => one === 'frame.sent' || one === 'frame.outside'),
      dropped: dropped?.layer ?? null,
      rests: visit.steps.at(-1)?.layer ?? top,
      numbered: visit.steps
        .filter(({ kind: one }) => !SHOWN_BY_THE_PATH.has(one))
        .map((step) => ({ number: ++number, step })),
    };
  });
}

function topOf({ steps }: Visit): Layer {
  return LAYERS[Math.max(0, ...steps.map(({ layer }) => LAYERS.indexOf(layer)))]!;
}

/** Lines of at most `letters` letters, broken between words. */
export function brokenLines(text: string, letters: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > letters) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
