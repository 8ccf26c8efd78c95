import type { HopDocument } from '../records.ts';
import { starterDocument } from '../starter.ts';
import { lossDocument } from './loss.ts';
import { machineDocument } from './machine.ts';
import { webDocument } from './web.ts';

/** A project that can be opened without having drawn anything. Its name and what it shows are for each locale to say. */
export interface Example {
  /** `web`; stable, for menus and command lines. */
  id: string;
  make(): HopDocument;
}

/** All of them, the one for a first look in front. */
export const EXAMPLES: readonly Example[] = [
  { id: 'starter', make: starterDocument },
  { id: 'web', make: webDocument },
  { id: 'loss', make: lossDocument },
  { id: 'machine', make: machineDocument },
];
