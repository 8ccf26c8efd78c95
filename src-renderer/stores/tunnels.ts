import { defineStore } from 'pinia';
import type { TunnelView } from '#contract/tunnels.ts';
import { realDevices } from './realDevices.ts';
import { useSession } from './session.ts';

/** The frame tunnels of the drawing: which are switched on, who is at the other end, and what passes. */
export const useTunnels = defineStore('tunnels', () => {
  const session = useSession();
  return realDevices<TunnelView>({
    list: async () => (await session.ask('tunnels.list', {}))?.tunnels ?? null,
    on: (device) => session.ask('tunnels.on', { device }),
    off: (device) => session.ask('tunnels.off', { device }),
  });
});
