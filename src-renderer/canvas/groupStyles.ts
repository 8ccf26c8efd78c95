import type { NodeSingular, StylesheetJson } from 'cytoscape';
import { groupPicture } from '../ui/deviceShapes.ts';
import { DEVICE_SIZE } from './geometry.ts';
import { shapePicture, type DrawnShape } from './shapeDrawing.ts';
import type { CanvasColors } from './tokens.ts';

/** How frames, boxes and shapes look: below everything that belongs to the network. */
export function groupStyles(colors: CanvasColors): StylesheetJson {
  const shapes = { paints: colors.shapes, text: colors.text, font: colors.font };
  return [
    {
      selector: 'node.group',
      style: {
        shape: 'round-rectangle',
        'compound-sizing-wrt-labels': 'include',
        padding: '16px',
        'background-color': colors.surface,
        'background-opacity': 0.45,
        'border-width': 1.5,
        'border-color': colors.groupLine,
        'border-style': 'solid',
        'text-valign': 'top',
        'text-halign': 'center',
        'text-margin-y': -4,
        'font-weight': 600,
        color: colors.text2,
        'z-compound-depth': 'bottom',
        'z-index': 'data(level)',
      },
    },
    {
      selector: 'node.group:selected, node.group.focused',
      style: { 'border-color': colors.chosen, 'border-width': 2.5 },
    },
    {
      selector: 'node.box',
      style: {
        width: DEVICE_SIZE,
        height: DEVICE_SIZE,
        shape: 'round-rectangle',
        'background-opacity': 0,
        'background-fit': 'contain',
        'background-clip': 'none',
        'background-image': groupPicture(colors.device),
        'text-valign': 'bottom',
        'text-margin-y': 9,
        'border-width': 0,
      },
    },
    {
      selector: 'node.box:selected, node.box.focused, node.box.target',
      style: {
        'background-image': groupPicture(colors.deviceChosen),
        'outline-color': colors.chosen,
        'outline-width': 2,
        'outline-offset': 5,
        'outline-opacity': 1,
      },
    },
    { selector: 'node.box.target', style: { 'outline-style': 'dashed' } },
    {
      selector: 'node.shape',
      style: {
        label: '',
        shape: 'rectangle',
        width: 'data(width)',
        height: 'data(height)',
        'background-opacity': 0,
        'background-fit': 'none',
        'background-width': '100%',
        'background-height': '100%',
        'background-clip': 'none',
        'background-image': (node: NodeSingular) =>
          shapePicture(JSON.parse(node.data('shape') as string) as DrawnShape, shapes),
        'border-width': 0,
        'z-compound-depth': 'bottom',
        'z-index': 'data(level)',
      } as never,
    },
    { selector: 'node.shape.ellipse', style: { shape: 'ellipse' } },
    {
      selector: 'node.shape.line, node.shape.arrow',
      style: { shape: 'polygon', 'shape-polygon-points': 'data(band)' } as never,
    },
    {
      selector: 'node.shape:selected, node.shape.focused',
      style: { 'outline-color': colors.chosen, 'outline-width': 1.5, 'outline-offset': 0, 'outline-style': 'dashed' },
    },
  ] as StylesheetJson;
}
