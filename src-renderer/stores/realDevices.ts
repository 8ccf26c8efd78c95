import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue';
import type { Host } from '#contract/calls.ts';
import { useSession } from './session.ts';

/** ms between two looks at the counters of devices that are on. */
const LOOK = 500;

/** How the calls of a kind of device are made; null: it was refused, and a person was told. */
interface RealCalls<V> {
  list: () => Promise<readonly V[] | null>;
  on: (device: string) => Promise<object | null>;
  off: (device: string) => Promise<object | null>;
}

/** Devices of one kind through which something real takes part, as a window sees them. */
export interface RealDevices<V> {
  all: ShallowRef<readonly V[]>;
  /** Whether any is on: then time runs as the clock does. */
  joined: ComputedRef<boolean>;
  of(device: string): V | null;
  /** Listens to a host. Returns the way to stop. */
  start(host: Host): () => void;
  look(): Promise<void>;
  /** Opens the real ports of one and lets time run. */
  on(device: string): Promise<boolean>;
  off(device: string): Promise<void>;
}

/** What the stores of gateways and of tunnels are made of: looked at when something was announced, and often while any is on. */
export function realDevices<V extends { device: string; on: boolean }>(calls: RealCalls<V>): RealDevices<V> {
  const session = useSession();
  const all = shallowRef<readonly V[]>([]);
  let looking: ReturnType<typeof setTimeout> | null = null;
  const joined = computed(() => all.value.some(({ on }) => on));

  async function look(): Promise<void> {
    if (looking !== null) clearTimeout(looking);
    looking = null;
    all.value = (await calls.list()) ?? [];
    // What passes is counted without an announcement for each.
    if (joined.value && looking === null) looking = setTimeout(() => void look(), LOOK);
  }

  return {
    all,
    joined,
    of: (device) => all.value.find((one) => one.device === device) ?? null,
    start: (host) => host.on('gateways.changed', () => void look()),
    look,
    async on(device) {
      const view = await calls.on(device);
      await look();
      if (view === null) return false;
      return session.play();
    },
    async off(device) {
      await calls.off(device);
      await look();
    },
  };
}
