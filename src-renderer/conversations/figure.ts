import { createApp, type Component } from 'vue';
import LadderFigure from './LadderFigure.vue';
import PairFigure from './PairFigure.vue';
import { PRINT } from './paint.ts';

/** What a ladder is drawn from. */
export type LadderProps = Omit<InstanceType<typeof LadderFigure>['$props'], 'onChoose'>;

/** What two ladders side by side are drawn from. */
export type PairProps = InstanceType<typeof PairFigure>['$props'];

/** The ladder as the text of a self-contained SVG file: the same component, in print colours, with nothing to press. */
export function ladderSvg(props: LadderProps): string {
  return svgOf(LadderFigure, { ...props, paint: PRINT, packet: null, live: false });
}

/** Two ladders in the same way. */
export function pairSvg(props: PairProps): string {
  return svgOf(PairFigure, { ...props, paint: PRINT, chosen: { left: 0, right: 0 }, live: false });
}

function svgOf(figure: Component, props: Record<string, unknown>): string {
  const place = document.createElement('div');
  const app = createApp(figure, props);
  app.mount(place);
  const svg = new XMLSerializer().serializeToString(place.querySelector('svg')!);
  app.unmount();
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg.replaceAll('<!---->', '').replaceAll('<!--v-if-->', '')}\n`;
}
