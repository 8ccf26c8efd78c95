import type { DeviceRecord } from '#document/records.ts';

const TYPE = 'application/x-hopscope';
const KINDS = ['host', 'server', 'router', 'switch', 'hub', 'gateway', 'tunnel', 'note'] as const satisfies (
  DeviceRecord['kind'] | 'note'
)[];

/** Marks a drag as carrying a kind of device from the palette. */
export function carry(event: DragEvent, kind: DeviceRecord['kind'] | 'note'): void {
  event.dataTransfer?.setData(TYPE, kind);
  if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copy';
}

/** The kind of device a drop brings; null: something else. */
export function draggedKind(event: DragEvent): DeviceRecord['kind'] | 'note' | null {
  const kind = event.dataTransfer?.getData(TYPE);
  return KINDS.find((one) => one === kind) ?? null;
}
