import { shallowRef, watch } from 'vue';
import { defineStore } from 'pinia';
import { CABLE_COLUMNS, DEVICE_COLUMNS, type NetworkState } from '#contract/network.ts';
import { latest } from './latest.ts';
import { useSession } from './session.ts';
import { useShown } from './shown.ts';

/** How one cable stands, by the names of `CABLE_COLUMNS`. */
export type CableStanding = Record<(typeof CABLE_COLUMNS)[number], number>;
/** How one device stands, by the names of `DEVICE_COLUMNS`. */
export type DeviceStanding = Record<(typeof DEVICE_COLUMNS)[number], number>;

/** Wall ms between two questions while time runs: use of a cable is read by eye. */
const REST = 50;

/**
 * How the network stands at the cursor: use and queues of cables, signs of devices, floods and drops of the last stretch.
 * One question for all of it, asked when the cursor moves; only what changed comes back. The maps are replaced when
 * anything in them changes, and hold only what is not idle.
 */
export const useNetwork = defineStore('network', () => {
  const session = useSession();
  const shown = useShown();
  const cables = shallowRef<ReadonlyMap<string, CableStanding>>(new Map());
  const devices = shallowRef<ReadonlyMap<string, DeviceStanding>>(new Map());
  const floods = shallowRef<NetworkState['floods'] | null>(null);
  /** Facts of frames thrown away just now, oldest first. Replaced with every answer. */
  const drops = shallowRef<Uint32Array>(new Uint32Array());
  /** ns that use was measured for. */
  const stretch = shallowRef(0);
  let known: number | null = null;

  const ask = latest(async () => {
    const { host, now } = session;
    if (!host || !now) return;
    const answer = await host.call('network.state', { known, stretch: shown.stretch }).catch(() => null);
    if (answer === null) {
      known = null;
      return;
    }
    known = answer.version;
    cables.value = merged(cables.value, answer.whole, answer.cables, CABLE_COLUMNS);
    devices.value = merged(devices.value, answer.whole, answer.devices, DEVICE_COLUMNS);
    if (answer.floods.seq.length > 0 || (floods.value?.seq.length ?? 0) > 0) floods.value = answer.floods;
    drops.value = answer.drops;
    stretch.value = answer.stretch;
    if (now.playing) await new Promise((rested) => setTimeout(rested, REST));
  });

  watch(
    () =>
      session.now && [session.history, session.now.cursor, session.now.time, session.now.playing, shown.stretch].join(),
    ask,
    { immediate: true },
  );

  return { cables, devices, floods, drops, stretch };
});

/** The rows that were known with those that came; the same map when none did. */
function merged<Name extends string>(
  before: ReadonlyMap<string, Record<Name, number>>,
  whole: boolean,
  came: { ids: string[] } & Record<Name, Float64Array>,
  names: readonly Name[],
): ReadonlyMap<string, Record<Name, number>> {
  if (came.ids.length === 0 && (!whole || before.size === 0)) return before;
  const rows = new Map(whole ? [] : before);
  came.ids.forEach((id, index) => {
    const row = Object.fromEntries(names.map((name) => [name, came[name][index]!])) as Record<Name, number>;
    if (names.some((name) => row[name] !== 0)) rows.set(id, row);
    else rows.delete(id);
  });
  return rows;
}
