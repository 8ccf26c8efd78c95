import { broadcastOf, formatAddress, networkOf, parseAddress } from '#engine/wire/address.ts';
import type { RecordMap } from '../diff.ts';
import type { DeviceRecord } from '../records.ts';
import { segmentsOf } from './segments.ts';

/** A port that hears the broadcasts of another. */
export interface Neighbour {
  device: DeviceRecord;
  address: string | null;
  prefix: number;
}

/** For each drawing its segments, by each port in them: a list of findings asks for many, and a drawing never changes. */
const known = new WeakMap<RecordMap, ReadonlyMap<string, readonly string[]>>();

function segmentsByPort(records: RecordMap): ReadonlyMap<string, readonly string[]> {
  let segments = known.get(records);
  if (segments === undefined) {
    segments = new Map(segmentsOf(records.values()).flatMap((ends) => ends.map((end) => [end, ends] as const)));
    known.set(records, segments);
  }
  return segments;
}

/** The other ports in the broadcast domain of a device's port. `records` must not be changed after it was asked about. */
export function neighboursOf(device: DeviceRecord, port: string, records: RecordMap): Neighbour[] {
  const own = JSON.stringify([device.id, port]);
  const segment = segmentsByPort(records).get(own) ?? [];
  return segment
    .filter((end) => end !== own)
    .flatMap((end) => {
      const [id, name] = JSON.parse(end) as [string, string];
      const other = records.get(id);
      if (other?.type !== 'device') return [];
      return other.ports
        .filter((one) => one.name === name)
        .map(({ address, prefix }) => ({ device: other, address, prefix }));
    });
}

/** Routers with an address on one of the device's subnets, and that address. */
export function routersBeside(device: DeviceRecord, records: RecordMap): { device: DeviceRecord; address: string }[] {
  return device.ports.flatMap((port) =>
    neighboursOf(device, port.name, records).flatMap((one) =>
      one.device.kind === 'router' && one.address !== null && port.address !== null && isOn(one.address, port)
        ? [{ device: one.device, address: one.address }]
        : [],
    ),
  );
}

/** Address of the neighbouring router on a shortest way to a subnet, over routers alone; null: there is no way. */
export function routerTowards(
  start: DeviceRecord,
  subnet: { address: string; prefix: number },
  records: RecordMap,
): string | null {
  const seen = new Set([start.id]);
  let edge = routersBeside(start, records).map(({ device, address }) => ({ device, first: address }));
  while (edge.length > 0) {
    const next: typeof edge = [];
    for (const { device, first } of edge) {
      if (seen.has(device.id)) continue;
      seen.add(device.id);
      if (device.ports.some(({ address }) => address !== null && isOn(address, subnet))) return first;
      next.push(...routersBeside(device, records).map((one) => ({ device: one.device, first })));
    }
    edge = next;
  }
  return null;
}

/** The lowest address of a subnet that no port has; null: all are taken. */
export function freeAddress(like: string, prefix: number, records: RecordMap): string | null {
  const address = parseAddress(like);
  if (address === null) return null;
  const taken = new Set<number | null>();
  for (const record of records.values()) {
    if (record.type !== 'device') continue;
    for (const port of record.ports) if (port.address !== null) taken.add(parseAddress(port.address));
  }
  // Subnets of two and of one have neither an address of their own nor one for all (RFC 3021).
  const edge = prefix > 30 ? 0 : 1;
  const last = broadcastOf(address, prefix) - edge;
  for (let one = networkOf(address, prefix) + edge; one <= last; one++) {
    if (!taken.has(one)) return formatAddress(one);
  }
  return null;
}

function isOn(address: string, subnet: { address: string | null; prefix: number }): boolean {
  const [one, other] = [parseAddress(address), subnet.address === null ? null : parseAddress(subnet.address)];
  return one !== null && other !== null && networkOf(one, subnet.prefix) === networkOf(other, subnet.prefix);
}
