import { h, render, type Component } from 'vue';

/** A figure that left the window: text of an SVG file, and its size in drawing units. */
export interface Figure {
  svg: string;
  width: number;
  height: number;
}

/** A component whose root is an `<svg>`, rendered once and written out as the text of a file. */
export function svgText(component: Component, props: Record<string, unknown>): Figure {
  const place = document.createElement('div');
  render(h(component, props), place);
  const svg = place.querySelector('svg')!;
  const text = new XMLSerializer().serializeToString(svg).replaceAll(/<!--.*?-->/gs, '');
  const [width, height] = ['width', 'height'].map((name) => Number(svg.getAttribute(name)));
  render(null, place);
  return { svg: `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`, width: width!, height: height! };
}
