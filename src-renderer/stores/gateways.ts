import { defineStore } from 'pinia';
import type { GatewayView } from '#contract/gateways.ts';
import { realDevices } from './realDevices.ts';
import { useSession } from './session.ts';

/** The gateways of the drawing: which are switched on, and what passes through their doors. */
export const useGateways = defineStore('gateways', () => {
  const session = useSession();
  return realDevices<GatewayView>({
    list: async () => (await session.ask('gateways.list', {}))?.gateways ?? null,
    on: (device) => session.ask('gateways.on', { device }),
    off: (device) => session.ask('gateways.off', { device }),
  });
});
