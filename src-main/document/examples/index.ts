import type { HopDocument } from '../records.ts';
import { starterDocument } from '../starter.ts';
import { homeDocument } from './home.ts';
import { hubAndSwitchDocument } from './hub-and-switch.ts';
import { hundredHostsDocument } from './hundred-hosts.ts';
import { lossDocument } from './loss.ts';
import { machineDocument } from './machine.ts';
import { threeRoutersDocument } from './three-routers.ts';
import { twoHostsDocument } from './two-hosts.ts';
import { webDocument } from './web.ts';

/** A project that can be opened without having drawn anything. Its name and what it shows are for each locale to say. */
export interface Example {
  /** `web`; stable, for menus and command lines. */
  id: string;
  make(): HopDocument;
}

/** All of them, the one for a first look in front, then from the smallest to the largest. */
export const EXAMPLES: readonly Example[] = [
  { id: 'starter', make: starterDocument },
  { id: 'two-hosts', make: twoHostsDocument },
  { id: 'hub-and-switch', make: hubAndSwitchDocument },
  { id: 'three-routers', make: threeRoutersDocument },
  { id: 'home', make: homeDocument },
  { id: 'loss', make: lossDocument },
  { id: 'web', make: webDocument },
  { id: 'machine', make: machineDocument },
  { id: 'hundred-hosts', make: hundredHostsDocument },
];
