import type { Kind } from './kinds.ts';

/**
 * Kinds of facts that need no cause: what a person does, what comes from outside, and a device that begins to act by itself
 * because it is on. From every other fact the causes lead back to one of them.
 */
export const ROOTS: ReadonlySet<Kind> = new Set<Kind>([
  'input.changed',
  'input.started',
  'input.called',
  'input.injected',
  'input.stepped',
  'input.typed',
  'input.killed',
  'device.on',
  // Of a program that the drawing starts at its time.
  'program.started',
]);
