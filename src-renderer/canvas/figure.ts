import type { RecordMap } from '#document/diff.ts';
import { svgText, type Figure } from '../ui/svgText.ts';
import { subnetAreas } from './areas/subnets.ts';
import { markWords } from './markWords.ts';
import { USUAL_LABELS, type Labels } from './labels.ts';
import TopologyFigure from './TopologyFigure.vue';

/** What of the drawing is shown: its labels, and whether subnets are areas. */
export type FigureParts = Labels & { areas: boolean };

/** The drawing as the text of an SVG file: the component that could be shown, rendered once and written out. */
export function topologySvg(
  records: RecordMap,
  title: string,
  parts: FigureParts = { ...USUAL_LABELS, areas: false },
): Figure {
  return svgText(TopologyFigure, {
    records,
    words: markWords,
    title,
    labels: parts,
    areas: parts.areas ? subnetAreas([...records.values()]) : [],
  });
}

/** The figure as a PNG with `scale` pixels a drawing unit. Rejects when the picture cannot be drawn. */
export async function pngOf({ svg, width, height }: Figure, scale: number): Promise<Uint8Array> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d')!;
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error('The picture is too large to be drawn.');
  return new Uint8Array(await blob.arrayBuffer());
}
