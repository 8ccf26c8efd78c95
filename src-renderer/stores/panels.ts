import { reactive } from 'vue';
import { defineStore } from 'pinia';
import { between, useKept, yesOrNo } from './kept.ts';

/** The panels around the drawing, in reading order: palette and programs, inspector, what lies below, the time line. */
export const PANELS = ['left', 'right', 'below', 'time'] as const;
export type Panel = (typeof PANELS)[number];

/** Sizes of a panel in pixels of the interface: at the first start in a small and in a large window, the least, the most. */
export const PANEL_SIZES: Readonly<Record<Panel, { small: number; large: number; least: number; most: number }>> = {
  left: { small: 228, large: 264, least: 180, most: 420 },
  right: { small: 372, large: 460, least: 270, most: 760 },
  below: { small: 228, large: 300, least: 90, most: 720 },
  time: { small: 40, large: 48, least: 32, most: 160 },
};

/** A window of that many pixels across is large. */
const LARGE = 1600;

/** How large each panel is wished to be, and which are folded away; kept for the next start. The window gives them less where it has less. */
export const usePanels = defineStore('panels', () => {
  const kept = useKept();

  const first = (panel: Panel): number => PANEL_SIZES[panel][globalThis.innerWidth >= LARGE ? 'large' : 'small'];

  function panel(name: Panel): { size: number; shown: boolean } {
    const { least, most } = PANEL_SIZES[name];
    return reactive({
      size: kept.value(`panel.${name}.size`, () => first(name), between(least, most)),
      shown: kept.value(`panel.${name}.shown`, true, yesOrNo),
    });
  }
  const of: Readonly<Record<Panel, { size: number; shown: boolean }>> = {
    left: panel('left'),
    right: panel('right'),
    below: panel('below'),
    time: panel('time'),
  };

  function toggle(name: Panel): void {
    of[name].shown = !of[name].shown;
  }
  /** Every panel as at the first start. */
  const reset = (): void => kept.forget(PANELS.map((name) => `panel.${name}`));

  return { of, first, toggle, reset };
});
