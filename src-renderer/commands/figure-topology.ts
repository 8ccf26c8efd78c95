import { pngOf, topologySvg } from '../canvas/figure.ts';
import { fileNameOf } from '../files/names.ts';
import { saveBytes, saveSvg } from '../files/saving.ts';
import { useShown } from '../stores/shown.ts';
import { useDocument } from '../stores/document.ts';
import { command } from './command.ts';

const drawn = (): true | string => useDocument().devices.length > 0 || 'commands.why.nothing-drawn';

/** The drawing as a self-contained SVG. */
export const figureTopologySvg = command({
  id: 'figure.topology-svg',
  title: 'commands.figure.topology-svg',
  enabled: drawn,
  perform: async () => {
    const { svg } = topologySvg(useDocument().records, useDocument().title, useShown().parts);
    await saveSvg(useDocument().title, svg);
  },
});

/** The drawing as a PNG with two pixels for each unit. */
export const figureTopologyPng = command({
  id: 'figure.topology-png',
  title: 'commands.figure.topology-png',
  enabled: drawn,
  perform: async () => {
    const figure = topologySvg(useDocument().records, useDocument().title, useShown().parts);
    await saveBytes(fileNameOf(useDocument().title, 'png'), await pngOf(figure, 2), 'image/png');
  },
});
