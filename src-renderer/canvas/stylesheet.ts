import type { StylesheetJson } from 'cytoscape';
import type { DeviceRecord } from '#document/records.ts';
import { devicePicture } from '../ui/deviceShapes.ts';
import { DEVICE_SIZE } from './geometry.ts';
import { DASHES, PATTERNS } from './cableMark.ts';
import { LEAST_PORT_LETTERS, PORT_LETTERS } from './portLabels.ts';
import { MARK_LETTERS, MARK_LINE } from './projection.ts';
import { groupStyles } from './groupStyles.ts';
import type { CanvasColors } from './tokens.ts';

const KINDS: DeviceRecord['kind'][] = ['host', 'server', 'router', 'switch', 'hub', 'gateway', 'tunnel'];

/** How the picture looks in the colours of a theme. `onAreas`: over areas, where the ground behind a label is none. */
export function stylesheet(colors: CanvasColors, onAreas: boolean): StylesheetJson {
  const label = {
    color: colors.text,
    'font-family': colors.font,
    'font-size': 15,
    'min-zoomed-font-size': 6,
    'text-wrap': 'wrap',
  } as const;
  const halo = {
    'text-background-color': colors.ground,
    'text-background-opacity': onAreas ? 0 : 0.85,
    'text-background-padding': '2px',
  } as const;
  return [
    {
      selector: 'core',
      style: {
        'active-bg-opacity': 0,
        'selection-box-color': colors.focus,
        'selection-box-opacity': 0.12,
        'selection-box-border-color': colors.focus,
        'selection-box-border-width': 1,
      },
    },
    {
      selector: 'node',
      style: { ...label, ...halo, label: 'data(label)', 'line-height': 1.3, 'overlay-opacity': 0 },
    },
    {
      selector: 'node.device',
      style: {
        width: DEVICE_SIZE,
        height: DEVICE_SIZE,
        shape: 'round-rectangle',
        'background-opacity': 0,
        'background-fit': 'contain',
        'background-clip': 'none',
        'text-valign': 'bottom',
        'text-margin-y': 9,
        'border-width': 0,
      },
    },
    ...KINDS.flatMap((kind) => [
      { selector: `node.${kind}`, style: { 'background-image': devicePicture(kind, colors.device) } },
      { selector: `node.${kind}:selected`, style: { 'background-image': devicePicture(kind, colors.deviceChosen) } },
      { selector: `node.${kind}.off`, style: { 'background-image': devicePicture(kind, colors.deviceOff, true) } },
    ]),
    { selector: 'node.off', style: { color: colors.muted } },
    {
      selector: 'node.device:selected, node.device.target',
      style: {
        'outline-color': colors.chosen,
        'outline-width': 2,
        'outline-offset': 5,
        'outline-opacity': 1,
        'background-opacity': 0.001,
      },
    },
    { selector: 'node.device.target', style: { 'outline-style': 'dashed' } },
    {
      selector: 'node.device.focused',
      style: { 'outline-color': colors.focus, 'outline-width': 3, 'outline-offset': 5 },
    },
    {
      selector: 'node.note',
      style: {
        shape: 'round-rectangle',
        'background-color': colors.surface,
        'background-opacity': 0.9,
        'border-width': 1,
        'border-style': 'dashed',
        'border-color': colors.border,
        'text-valign': 'center',
        'text-halign': 'center',
        'font-size': 14,
        'text-max-width': '320px',
        'text-background-opacity': 0,
        'text-justification': 'left',
        width: 'data(width)',
        height: 'data(height)',
        color: colors.text2,
      },
    },
    {
      selector: 'node.note:selected, node.note.focused',
      style: { 'border-color': colors.chosen, 'border-style': 'solid', 'border-width': 2 },
    },
    ...groupStyles(colors),
    {
      selector: 'edge.cable',
      style: {
        width: 2.5,
        'line-color': colors.cable,
        'curve-style': 'straight',
        'source-label': 'data(near)',
        'target-label': 'data(far)',
        'source-text-offset': 'data(nearOffset)',
        'target-text-offset': 'data(farOffset)',
        ...label,
        // Beside the cable, not on it: the line stays whole, and a packet covers no more than one label.
        'source-text-margin-x': 'data(nearX)',
        'source-text-margin-y': 'data(nearY)',
        'target-text-margin-x': 'data(farX)',
        'target-text-margin-y': 'data(farY)',
        'font-size': PORT_LETTERS,
        'min-zoomed-font-size': LEAST_PORT_LETTERS,
        color: colors.muted,
        'overlay-opacity': 0,
      },
    },
    {
      selector: 'edge.bowed',
      style: {
        'curve-style': 'unbundled-bezier',
        'control-point-distances': 'data(bow)',
        'control-point-weights': 0.5,
      } as never,
    },
    {
      selector: 'edge[mark]',
      style: {
        label: 'data(mark)',
        'text-margin-x': 'data(markX)',
        'text-margin-y': 'data(markY)',
        'line-height': MARK_LINE / MARK_LETTERS,
        ...halo,
      },
    },
    { selector: 'edge.impaired', style: { 'line-color': colors.warning, color: colors.warning } },
    ...PATTERNS.map((pattern) => ({
      selector: `edge.${pattern}`,
      style: { 'line-style': 'dashed', 'line-dash-pattern': [...DASHES[pattern]] },
    })),
    { selector: 'edge.unplugged', style: { 'line-opacity': 0.7 } },
    {
      selector: 'edge.cable:selected, edge.focused',
      style: { 'line-color': colors.chosen, width: 4.5, color: colors.text },
    },
    // A cable that is broken up for a reason of its own keeps its pattern.
    { selector: 'edge.sound:selected, edge.sound.focused', style: { 'line-style': 'solid' } },
  ] as StylesheetJson;
}
