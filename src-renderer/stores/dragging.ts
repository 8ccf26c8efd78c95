import { FORMS } from '#document/drawn-shape.ts';
import type { Placed } from './drawing.ts';

const TYPE = 'application/x-hopscope';
const KINDS = [
  'host',
  'server',
  'router',
  'switch',
  'hub',
  'gateway',
  'tunnel',
  'note',
  ...FORMS,
] as const satisfies Placed[];

/** Marks a drag as carrying a kind of device from the palette. */
export function carry(event: DragEvent, kind: Placed): void {
  event.dataTransfer?.setData(TYPE, kind);
  if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copy';
}

/** The kind of device a drop brings; null: something else. */
export function draggedKind(event: DragEvent): Placed | null {
  const kind = event.dataTransfer?.getData(TYPE);
  return KINDS.find((one) => one === kind) ?? null;
}
