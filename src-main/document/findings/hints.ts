import { formatAddress, networkOf, parseAddress } from '#engine/wire/address.ts';
import { hasNetworkLayer } from '../device-kinds.ts';
import type { Finding, FindingName } from './findings.ts';
import type { CableRecord, DeviceRecord, DocumentRecord } from '../records.ts';
import { segmentsOf } from './segments.ts';
import { misplaced, subnetOf, type Seat } from './subnets.ts';

/** Hints told at most. */
export const MOST_HINTS = 200;

/** Routers a packet is followed through before it is taken to go round in circles: more than a TTL allows (RFC 791 §3.1). */
const HOPS = 255;

/**
 * What is missing for everybody to reach everybody, told only when a person asks for it: a drawing that is still being made
 * lacks much of this, and some lessons lack it on purpose. Names and parameters as of findings; at most {@link MOST_HINTS}.
 */
export function hints(document: { records: Iterable<DocumentRecord> }): Finding[] {
  const records = [...document.records];
  const devices = records.filter((record): record is DeviceRecord => record.type === 'device');
  const cables = records.filter((record): record is CableRecord => record.type === 'cable');
  const found: Finding[] = [];
  const add = (name: FindingName, parameters: Finding['parameters'], device: DeviceRecord): void => {
    found.push({ name, parameters, records: [device.id] });
  };
  const joined = new Set(
    cables.flatMap(({ a, b }) => [JSON.stringify([a.device, a.port]), JSON.stringify([b.device, b.port])]),
  );
  const segments = new Map(segmentsOf(records).flatMap((ends, index) => ends.map((end) => [end, index] as const)));

  const seats: Seat[] = [];
  for (const device of devices) {
    const ports = device.ports.filter(({ name }) => joined.has(JSON.stringify([device.id, name])));
    if (ports.length === 0) add('not-connected', { device: device.name }, device);
    if (!hasNetworkLayer(device.kind)) continue;
    for (const port of ports) {
      const address = port.address === null ? null : parseAddress(port.address);
      if (address === null) {
        if (port.dhcp !== true) add('no-address', { device: device.name, port: port.name }, device);
        continue;
      }
      // What hears nobody is in a segment of its own.
      const segment = segments.get(JSON.stringify([device.id, port.name])) ?? -1 - seats.length;
      seats.push({ device, port: port.name, address, prefix: port.prefix, segment });
    }
  }
  found.push(...idle(devices, cables));
  const seatsOf = new Map<string, Seat[]>();
  for (const seat of seats) seatsOf.set(seat.device.id, [...(seatsOf.get(seat.device.id) ?? []), seat]);
  const hidden = translatedSubnets(devices, seatsOf);
  found.push(...misplaced(devices, seats, hidden), ...ways(devices, seats, seatsOf, hidden));
  return found.slice(0, MOST_HINTS);
}

/** Cables that hang loose and devices that are off: nothing gets through them before somebody changes that. */
function idle(devices: readonly DeviceRecord[], cables: readonly CableRecord[]): Finding[] {
  const found = devices.filter(({ powered }) => powered === false).map((device) => hint('switched-off', device, {}));
  const names = new Map(devices.map(({ id, name }) => [id, name]));
  for (const { id, a, b, plugged } of cables) {
    if (plugged !== false) continue;
    const [device, other] = [names.get(a.device) ?? '', names.get(b.device) ?? ''];
    const parameters = { device, port: a.port, other, otherPort: b.port };
    found.push({ name: 'cable-unplugged', parameters, records: [id] });
  }
  return found;
}

/** Hosts without a gateway beside a router, and routers without a way to a subnet. */
function ways(
  devices: readonly DeviceRecord[],
  seats: readonly Seat[],
  seatsOf: ReadonlyMap<string, Seat[]>,
  hidden: ReadonlySet<string>,
): Finding[] {
  const found: Finding[] = [];
  const routers = new Set(devices.filter(({ kind }) => kind === 'router').map(({ id }) => id));
  // A subnet without a router is meant to be by itself: what lies behind a proxy, say.
  const subnets = new Map<string, Seat>();
  for (const seat of seats) {
    const key = subnetOf(seat);
    if (routers.has(seat.device.id) && !subnets.has(key)) subnets.set(key, seat);
  }
  if (subnets.size < 2) return found;
  const owner = new Map<number, DeviceRecord>();
  for (const seat of seats) if (!owner.has(seat.address)) owner.set(seat.address, seat.device);

  for (const device of devices) {
    const own = seatsOf.get(device.id) ?? [];
    if (own.length === 0 || routers.has(device.id) || device.gateway !== null) continue;
    if (device.routes.some(({ prefix }) => prefix === 0)) continue;
    const beside = seats.find(
      (seat) =>
        routers.has(seat.device.id) && own.some((mine) => mine.segment === seat.segment && sameSubnet(mine, seat)),
    );
    if (beside) found.push(hint('no-gateway', device, { gateway: formatAddress(beside.address) }));
  }
  const told = new Set<string>();
  for (const device of devices) {
    // What RIP tells nobody knows before the network runs.
    if (!routers.has(device.id) || device.rip !== undefined) continue;
    for (const [subnet, target] of subnets) {
      if (hidden.has(subnet)) continue;
      const stuck = follow(device, target, seatsOf, owner);
      if (stuck === null || told.has(`${stuck.id} ${subnet}`)) continue;
      told.add(`${stuck.id} ${subnet}`);
      if (routers.has(stuck.id)) found.push(hint('no-route', stuck, { subnet }));
    }
  }
  return found;
}

function hint(name: FindingName, device: DeviceRecord, parameters: Finding['parameters']): Finding {
  return { name, parameters: { device: device.name, ...parameters }, records: [device.id] };
}

/** Subnets behind an address translator: nobody outside is meant to have a route to them (RFC 3022 §1). */
function translatedSubnets(devices: readonly DeviceRecord[], seatsOf: ReadonlyMap<string, Seat[]>): Set<string> {
  const hidden = new Set<string>();
  for (const device of devices) {
    const outside = device.nat?.outside;
    if (outside === undefined) continue;
    for (const seat of seatsOf.get(device.id) ?? []) if (seat.port !== outside) hidden.add(subnetOf(seat));
  }
  return hidden;
}

/** The device at which a packet from `start` to the subnet of `target` finds no way on; null: it comes there, or RIP may know. */
function follow(
  start: DeviceRecord,
  target: Seat,
  seatsOf: ReadonlyMap<string, Seat[]>,
  owner: ReadonlyMap<number, DeviceRecord>,
): DeviceRecord | null {
  let device = start;
  for (let hops = 0; hops < HOPS; hops++) {
    const own = seatsOf.get(device.id) ?? [];
    if (own.some((seat) => subnetOf(seat) === subnetOf(target))) return null;
    if (device.rip !== undefined) return null;
    const via = nextHop(device, target.address);
    const next = via === null ? undefined : owner.get(via);
    // A next hop that nobody has is a finding of its own.
    if (via !== null && next === undefined) return null;
    if (next === undefined) return device;
    device = next;
  }
  return device;
}

/** The next hop of the longest route that matches (RFC 1812 §5.2.4.3); null: none does. */
function nextHop(device: DeviceRecord, address: number): number | null {
  let best: { prefix: number; via: number | null } | null = null;
  for (const { destination, prefix, via } of device.routes) {
    const network = parseAddress(destination);
    if (network === null || networkOf(address, prefix) !== networkOf(network, prefix)) continue;
    if (best === null || prefix > best.prefix) best = { prefix, via: parseAddress(via) };
  }
  if (best !== null) return best.via;
  return device.gateway === null ? null : parseAddress(device.gateway);
}

function sameSubnet(one: Seat, other: Seat): boolean {
  return networkOf(one.address, one.prefix) === networkOf(other.address, one.prefix);
}
