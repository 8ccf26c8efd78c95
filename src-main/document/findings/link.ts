import type { PortVlan } from '#engine/link/vlan.ts';
import type { CableRecord, DeviceRecord } from '../records.ts';

/** What is worth a warning about the cables of a drawing: media that are too long, and trunks whose ends disagree. */

/** Bits within which a collision must have come back, and by which a hub is behind (see `engine/link/medium.ts`). */
const SLOT_BITS = 512;
const HUB_BITS = 46;

/** A hub whose medium is so long that a short frame may be over before its collision is heard. Times in ns. */
export interface LongMedium {
  hub: DeviceRecord;
  round: number;
  slot: number;
}

/** Every shared medium on which it takes longer than a slot from one station to the farthest other and back. */
export function longMedia(devices: readonly DeviceRecord[], cables: readonly CableRecord[]): LongMedium[] {
  const hubs = new Map(
    devices.filter(({ kind, medium }) => kind === 'hub' && medium !== 'ideal').map((hub) => [hub.id, hub]),
  );
  const at = new Map<string, CableRecord[]>([...hubs.keys()].map((id) => [id, []]));
  for (const cable of cables) {
    if (cable.plugged === false) continue;
    for (const end of [cable.a, cable.b]) at.get(end.device)?.push(cable);
  }
  const seen = new Set<string>();
  const found: LongMedium[] = [];
  for (const [id, hub] of hubs) {
    if (seen.has(id)) continue;
    const medium = new Set([id]);
    let rate = Infinity;
    for (const one of medium) {
      for (const cable of at.get(one)!) {
        rate = Math.min(rate, cable.bandwidth);
        for (const end of [cable.a, cable.b]) if (hubs.has(end.device)) medium.add(end.device);
      }
    }
    for (const one of medium) seen.add(one);
    const latency = (HUB_BITS * 1e9) / rate;
    // Twice the longest way between two stations: the farthest from any, and the farthest from that.
    const [far] = farthest(id, at, hubs, latency);
    const [, way] = farthest(far, at, hubs, latency);
    const slot = (SLOT_BITS * 1e9) / rate;
    if (2 * way > slot) found.push({ hub, round: 2 * way, slot });
  }
  return found;
}

/** The place on a medium that is farthest from another one, and how far it is in ns. */
function farthest(
  from: string,
  at: ReadonlyMap<string, CableRecord[]>,
  hubs: ReadonlyMap<string, unknown>,
  latency: number,
): [place: string, way: number] {
  const ways = new Map([[from, 0]]);
  let best: [string, number] = [from, 0];
  for (const [place, way] of ways) {
    if (way > best[1]) best = [place, way];
    // From a station only its first step leads on.
    if (!hubs.has(place) && place !== from) continue;
    const cables =
      at.get(place) ?? [...at.values()].flat().filter(({ a, b }) => a.device === place || b.device === place);
    for (const { a, b, delay } of cables) {
      const other = a.device === place ? b.device : a.device;
      if (!ways.has(other)) ways.set(other, way + delay + (hubs.has(other) ? latency : 0));
    }
  }
  return best;
}

/** Cables between two switches that do not take the same frames for the same VLAN. */
export function disagreeingTrunks(
  devices: ReadonlyMap<string, DeviceRecord>,
  cables: readonly CableRecord[],
): CableRecord[] {
  return cables.filter(({ a, b }) => {
    const [one, other] = [a, b].map(({ device, port }) => untagged(devices.get(device), port));
    return one !== undefined && other !== undefined && one !== other;
  });
}

/** The VLAN of untagged frames at a port of a switch that knows VLANs; null: none, undefined: it knows none. */
function untagged(device: DeviceRecord | undefined, name: string): number | null | undefined {
  if (device?.kind !== 'switch' || device.ports.every(({ vlan }) => vlan === undefined)) return undefined;
  const vlan: PortVlan = device.ports.find((port) => port.name === name)?.vlan ?? { mode: 'access', id: 1 };
  return vlan.mode === 'access' ? vlan.id : vlan.native;
}
