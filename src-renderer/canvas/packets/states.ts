import type { CanvasColors } from '../tokens.ts';
import { ENVELOPE } from './envelope.ts';

/** The edges of the packets behind the first one of a queue, below its envelope. `behind`: how many are hinted at. */
export function paintStack(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  size: number,
  behind: number,
  colors: CanvasColors,
): void {
  const [width, height] = [ENVELOPE.width * size, ENVELOPE.height * size];
  for (let depth = behind - 1; depth > 0; depth--) {
    const [dx, dy] = [depth * 3 * size, -depth * 3 * size];
    context.beginPath();
    context.roundRect(x - width / 2 + dx, y - height / 2 + dy, width, height, 3.5 * size);
    context.fillStyle = colors.surface;
    context.fill();
    context.strokeStyle = colors.muted;
    context.lineWidth = 1.25;
    context.stroke();
  }
}

/** How many wait, in a corner of the first one. */
export function paintCount(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  size: number,
  count: number,
  colors: CanvasColors,
): void {
  const label = String(count);
  context.font = `700 11px ${colors.font}`;
  const width = Math.max(16, context.measureText(label).width + 8);
  const [left, top] = [x - (ENVELOPE.width * size) / 2 - width / 2, y + (ENVELOPE.height * size) / 2 - 8];
  context.beginPath();
  context.roundRect(left, top, width, 16, 8);
  context.fillStyle = colors.text;
  context.fill();
  context.fillStyle = colors.surface;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(label, left + width / 2, top + 8.5);
}

/** A packet held by hand: a dashed frame, and two bars as on a pause button. */
export function paintHeld(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  size: number,
  colors: CanvasColors,
): void {
  const [width, height] = [ENVELOPE.width * size + 8, ENVELOPE.height * size + 8];
  context.strokeStyle = colors.warning;
  context.lineWidth = 2;
  context.setLineDash([4, 3]);
  context.beginPath();
  context.roundRect(x - width / 2, y - height / 2, width, height, 6);
  context.stroke();
  context.setLineDash([]);
  const [middle, top] = [x + width / 2, y - height / 2];
  context.beginPath();
  context.arc(middle, top, 8, 0, Math.PI * 2);
  context.fillStyle = colors.warning;
  context.fill();
  context.fillStyle = colors.surface;
  context.fillRect(middle - 3.5, top - 4, 2.5, 8);
  context.fillRect(middle + 1, top - 4, 2.5, 8);
}
