import { computed, shallowRef } from 'vue';
import { defineStore } from 'pinia';
import type { Host } from '#contract/calls.ts';
import type { GatewayView } from '#contract/gateways.ts';
import { useSession } from './session.ts';

/** ms between two looks at the counters of gateways that are on. */
const LOOK = 500;

/** The gateways of the drawing: which are switched on, and what passes through their doors. */
export const useGateways = defineStore('gateways', () => {
  const session = useSession();
  const all = shallowRef<readonly GatewayView[]>([]);
  let looking: ReturnType<typeof setTimeout> | null = null;
  /** Whether real programs take part: then time runs as the clock does. */
  const joined = computed(() => all.value.some(({ on }) => on));
  const of = (device: string): GatewayView | null => all.value.find((one) => one.device === device) ?? null;

  /** Listens to a host. Returns the way to stop. */
  const start = (host: Host): (() => void) => host.on('gateways.changed', () => void look());

  async function look(): Promise<void> {
    if (looking !== null) clearTimeout(looking);
    looking = null;
    all.value = (await session.ask('gateways.list', {}))?.gateways ?? [];
    // Bytes are counted without an announcement for each.
    if (joined.value && looking === null) looking = setTimeout(() => void look(), LOOK);
  }

  /** Opens the real ports of a gateway and lets time run. */
  async function on(device: string): Promise<boolean> {
    const view = await session.ask('gateways.on', { device });
    await look();
    if (view === null) return false;
    return session.play();
  }

  async function off(device: string): Promise<void> {
    await session.ask('gateways.off', { device });
    await look();
  }

  return { all, joined, of, start, look, on, off };
});
