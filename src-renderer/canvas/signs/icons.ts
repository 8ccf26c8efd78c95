import { CircleHelp, Cog, Ear, Hourglass, Plug, Waves } from '@lucide/vue';
import type { Sign } from './signs.ts';

/** The picture of each badge. */
export const ICONS = {
  storm: Waves,
  arpPending: CircleHelp,
  timeWait: Hourglass,
  connections: Plug,
  listening: Ear,
  processes: Cog,
} as const satisfies Record<Sign, unknown>;
