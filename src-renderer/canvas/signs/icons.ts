import { CircleHelp, Cog, DoorOpen, Ear, Hourglass, Plug, TriangleAlert, Waves } from '@lucide/vue';
import type { Sign } from './signs.ts';

/** The picture of each badge. */
export const ICONS = {
  storm: Waves,
  conflicts: TriangleAlert,
  arpPending: CircleHelp,
  closeWait: DoorOpen,
  timeWait: Hourglass,
  connections: Plug,
  listening: Ear,
  processes: Cog,
} as const satisfies Record<Sign, unknown>;
