import type { DevicePaint } from '../ui/deviceShapes.ts';
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
  /** Fill and ink of each protocol, in the order of PROTOCOLS. */
  protocols: { fill: string; ink: string }[];
}

/** Reads the tokens as they stand on an element. */
export function colorsOf(element: Element): CanvasColors {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim() || '#888888';
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
    protocols: PROTOCOLS.map((name) => ({ fill: token(`protocol-${name}`), ink: token(`protocol-${name}-ink`) })),
  };
}
