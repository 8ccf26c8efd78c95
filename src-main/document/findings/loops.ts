import type { CableRecord, DeviceRecord } from '../records.ts';

/** Switches and hubs that cables join in a loop: a broadcast goes round in it for ever. The cable that closes it has both ends in front. */
export function loopsWithoutTree(
  devices: ReadonlyMap<string, DeviceRecord>,
  cables: readonly CableRecord[],
): DeviceRecord[][] {
  /** Of each device that repeats what it hears without asking a spanning tree, those it is joined with so far. */
  const joined = new Map<string, Set<string>>();
  for (const { id, kind, spanningTree } of devices.values()) {
    if ((kind === 'switch' || kind === 'hub') && spanningTree === undefined) joined.set(id, new Set());
  }
  // VLANs may divide a loop into ways that are none: what they are on is left out.
  const repeats = ({ device, port }: CableRecord['a']): boolean =>
    joined.has(device) && devices.get(device)!.ports.every(({ name, vlan }) => name !== port || vlan === undefined);
  const loops: DeviceRecord[][] = [];
  const told = new Set<string>();
  for (const { a, b, plugged } of cables) {
    if (plugged === false || !repeats(a) || !repeats(b)) continue;
    const way = wayBetween(a.device, b.device, joined);
    joined.get(a.device)!.add(b.device);
    joined.get(b.device)!.add(a.device);
    if (way === null) continue;
    // One of several loops through the same devices is enough to look at.
    if (!way.some((id) => told.has(id))) {
      const last = way.length > 1 ? [way.at(-1)!] : [];
      loops.push([...new Set([way[0]!, ...last, ...way])].map((id) => devices.get(id)!));
    }
    for (const id of way) told.add(id);
  }
  return loops;
}

/** The devices from one to another, both included; null: they are not joined. */
function wayBetween(from: string, to: string, joined: ReadonlyMap<string, ReadonlySet<string>>): string[] | null {
  const before = new Map<string, string | null>([[from, null]]);
  for (const one of before.keys()) {
    if (one === to) break;
    for (const next of joined.get(one)!) if (!before.has(next)) before.set(next, one);
  }
  if (!before.has(to)) return null;
  const way: string[] = [];
  for (let at: string | null = to; at !== null; at = before.get(at) ?? null) way.unshift(at);
  return way;
}
