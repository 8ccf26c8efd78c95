import { computed } from 'vue';
import { defineStore } from 'pinia';
import { useGateways } from './gateways.ts';
import { useTunnels } from './tunnels.ts';

/**
 * How a device through which something real takes part stands: `open`; `nobody`: open, and nobody has the other end yet;
 * `faulty`: what should be open is not.
 */
export type RealStanding = 'open' | 'nobody' | 'faulty';

/** All devices through which something real takes part, of whatever kind. */
export const useReal = defineStore('real', () => {
  const gateways = useGateways();
  const tunnels = useTunnels();

  /** Whether any is on: then time runs as the clock does. */
  const joined = computed(() => gateways.joined || tunnels.joined);

  /** Those that are on, by the ids of their devices. */
  const standing = computed(() => {
    const found = new Map<string, RealStanding>();
    for (const { device, on, doors } of gateways.all) {
      if (on) found.set(device, doors.some(({ why }) => why !== null) ? 'faulty' : 'open');
    }
    for (const { device, on, why, peer } of tunnels.all) {
      if (on) found.set(device, why !== null ? 'faulty' : peer === 'nobody' ? 'nobody' : 'open');
    }
    return found;
  });

  return { joined, standing };
});
