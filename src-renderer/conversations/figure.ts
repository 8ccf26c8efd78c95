import { createApp } from 'vue';
import LadderFigure from './LadderFigure.vue';
import { PRINT } from './paint.ts';

/** What a ladder is drawn from. */
export type LadderProps = Omit<InstanceType<typeof LadderFigure>['$props'], 'onChoose'>;

/** The ladder as the text of a self-contained SVG file: the same component, in print colours, with nothing to press. */
export function ladderSvg(props: LadderProps): string {
  const place = document.createElement('div');
  const app = createApp(LadderFigure, { ...props, paint: PRINT, packet: null, live: false });
  app.mount(place);
  const svg = new XMLSerializer().serializeToString(place.querySelector('svg')!);
  app.unmount();
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg.replaceAll('<!---->', '').replaceAll('<!--v-if-->', '')}\n`;
}
