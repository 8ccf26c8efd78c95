import type { StepOver } from '#contract/shapes.ts';
import { useDocument } from './document.ts';
import { useSelection } from './selection.ts';

/** What a selection can be stepped through. */
export type Stepped = 'packet' | 'connection' | 'device';

/** The chosen packet, connection or device, as a step takes it; null: none is chosen. */
export function chosenFor(kind: Stepped): StepOver | null {
  const { packet, conversation, things } = useSelection();
  if (kind === 'packet') return packet === null ? null : { kind, packet };
  if (kind === 'connection') return conversation === null ? null : { kind, connection: conversation };
  const device = things.length === 1 ? things[0]! : null;
  return device === null || !isDevice(device) ? null : { kind, device };
}

/**
 * What “step over” goes over: what the inspector shows (the packet, the connection or the device chosen last), or else a
 * whole moment.
 */
export function stepTarget(): StepOver {
  const inspected = useSelection().inspected;
  const first = inspected === 'thing' ? 'device' : inspected === 'packet' ? 'packet' : 'connection';
  return chosenFor(first) ?? { kind: 'moment' };
}

function isDevice(id: string): boolean {
  return useDocument().device(id) !== null;
}
