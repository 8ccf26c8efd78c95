import type { DevicePaint } from '../ui/deviceShapes.ts';
import { PAINTS } from '#document/drawn-shape.ts';
import type { ShapePaint } from '#document/records.ts';
import { PROTOCOLS } from '#contract/shapes.ts';

/** Colours the canvas draws with, read from the tokens of the theme on screen. */
export interface CanvasColors {
  device: DevicePaint;
  deviceChosen: DevicePaint;
  deviceOff: DevicePaint;
  ground: string;
  text: string;
  text2: string;
  surface: string;
  border: string;
  cable: string;
  chosen: string;
  chosenSoft: string;
  focus: string;
  danger: string;
  warning: string;
  muted: string;
  font: string;
  /** The frame of a group. */
  groupLine: string;
  /** Line and fill of each paint of shapes. */
  shapes: Record<ShapePaint, { line: string; fill: string }>;
  /** Fill and ink of each protocol, in the order of PROTOCOLS. */
  protocols: { fill: string; ink: string }[];
}

/** Reads the tokens as they stand on an element. */
export function colorsOf(element: Element): CanvasColors {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim() || '#888888';
  /** A token may stand for another. */
  const resolved = (name: string): string => {
    const value = token(name);
    const other = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
    return other === undefined ? value : resolved(other);
  };
  const line = token('device-line');
  return {
    device: { line, fill: token('device-fill'), ground: token('device') },
    deviceChosen: { line: token('accent'), fill: token('accent-soft'), ground: token('device') },
    deviceOff: { line: token('text-3'), fill: token('drawing'), ground: token('drawing') },
    ground: token('drawing'),
    text: token('text'),
    text2: token('text-2'),
    surface: token('surface'),
    border: token('border'),
    cable: token('cable'),
    chosen: token('cable-chosen'),
    chosenSoft: token('accent-soft'),
    focus: token('focus'),
    danger: token('danger'),
    warning: token('warning'),
    muted: token('text-3'),
    // Cytoscape reads families in double quotes only.
    font: token('font-text').replace(/\s+/g, ' ').replaceAll("'", '"'),
    groupLine: token('border-strong'),
    shapes: Object.fromEntries(
      PAINTS.map((paint) => [paint, { line: resolved(`mark-${paint}`), fill: resolved(`mark-${paint}-soft`) }]),
    ) as CanvasColors['shapes'],
    protocols: PROTOCOLS.map((name) => ({ fill: token(`protocol-${name}`), ink: token(`protocol-${name}-ink`) })),
  };
}
