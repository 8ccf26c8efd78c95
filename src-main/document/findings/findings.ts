/**
 * What is worth a warning in a drawing, and what can be done about it. This room reads records and proposes edits; it never
 * changes a document and never runs a network.
 */
import type { PortSettings } from '#engine/devices/settings.ts';
import { broadcastOf, formatAddress, networkOf, parseAddress } from '#engine/wire/address.ts';
import { hasNetworkLayer } from '../device-kinds.ts';
import { dhcpFindings } from './dhcp.ts';
import { ripFindings } from './rip.ts';
import { natFindings } from './nat.ts';
import { resolverFindings } from './resolver.ts';
import { filterFindings } from './filter.ts';
import { disagreeingTrunks, longMedia } from './link.ts';
import type { CableRecord, DeviceRecord, DocumentRecord } from '../records.ts';
import { loopsWithoutTree } from './loops.ts';
import { ruleFindings } from './rule.ts';
import { isUnusable, overlap, subnetOf } from './subnets.ts';
import { tunnelFindings } from './tunnel.ts';
import { segmentsOf } from './segments.ts';

/**
 * What is worth a warning in a drawing and stops nothing: all of it can be drawn on purpose, to see what happens.
 * A name and its parameters, as with problems; each locale has one sentence a name (`finding.<name>`).
 * `device` and `other` are names of devices as the user sees them.
 */
export const FINDINGS = {
  'name-used-twice': ['device'],
  'mac-used-twice': ['device', 'port', 'mac', 'other', 'otherPort'],
  'address-used-twice': ['device', 'port', 'address', 'other', 'otherPort'],
  'network-address': ['device', 'port', 'address', 'prefix'],
  'broadcast-address': ['device', 'port', 'address', 'prefix'],
  'unusable-address': ['device', 'port', 'address'],
  'odd-prefix': ['device', 'port', 'prefix'],
  'prefix-differs': ['device', 'port', 'prefix', 'other', 'otherPort', 'otherPrefix'],
  'overlapping-subnets': ['device', 'port', 'subnet', 'otherPort', 'otherSubnet'],
  'gateway-outside-subnet': ['device', 'gateway'],
  'gateway-is-itself': ['device', 'gateway'],
  'gateway-not-there': ['device', 'gateway'],
  'gateway-no-router': ['device', 'gateway', 'other'],
  'network-port-unknown': ['device', 'port'],
  'route-unreachable': ['device', 'destination', 'prefix', 'via'],
  'next-hop-not-there': ['device', 'destination', 'prefix', 'via'],
  'loop-without-tree': ['device', 'other'],
  'medium-too-long': ['device', 'round', 'slot'],
  'untagged-differs': ['device', 'port', 'other', 'otherPort'],
  'resolver-not-there': ['device', 'address'],
  'dhcp-nobody-answers': ['device', 'port'],
  'dhcp-pool-unused': ['device', 'first', 'last'],
  'dhcp-pool-holds-address': ['device', 'address', 'other', 'otherPort'],
  'rip-port-unknown': ['device', 'port'],
  'rip-times-out-early': ['device'],
  'nat-port-unknown': ['device', 'port'],
  'nat-without-address': ['device', 'port'],
  'nat-forward-outside-subnets': ['device', 'address'],
  'filter-port-unknown': ['device', 'rule', 'port'],
  'filter-forwards-nothing': ['device', 'rule'],
  'filter-never-reached': ['device', 'rule', 'other'],
  'tunnel-without-cable': ['device'],
  'tunnel-without-ports': ['device'],
  'real-port-used-twice': ['device', 'other', 'port'],
  'rule-hits-nothing': ['rule'],
  'rule-on-shared-medium': ['rule', 'device'],
  'rule-on-idle-cable': ['rule'],
  // Told only when a person asks whether everything is there (`hints.ts`).
  'not-connected': ['device'],
  'no-address': ['device', 'port'],
  'no-gateway': ['device', 'gateway'],
  'no-route': ['device', 'subnet'],
  'other-subnet': ['device', 'port', 'subnet', 'other', 'otherPort', 'otherSubnet'],
  'subnet-apart': ['device', 'port', 'subnet', 'other', 'otherPort'],
  'cable-unplugged': ['device', 'port', 'other', 'otherPort'],
  'switched-off': ['device'],
} as const satisfies Record<string, readonly string[]>;

export type FindingName = keyof typeof FINDINGS;

export interface Finding {
  name: FindingName;
  parameters: Record<string, string | number>;
  /** Ids of the devices (of a rule: of its cable) it is about, the one to look at first in front. */
  records: string[];
}

/** Findings listed at most. */
export const MOST_FINDINGS = 200;

/** A port with an address that was read. */
interface Seat {
  device: DeviceRecord;
  port: PortSettings;
  address: number;
  prefix: number;
}

/** Everything worth a warning, device by device; at most {@link MOST_FINDINGS}. Takes time in proportion to the drawing. */
export function findings(document: { records: Iterable<DocumentRecord> }): Finding[] {
  const found: Finding[] = [];
  const records = [...document.records];
  const devices = records.filter((record): record is DeviceRecord => record.type === 'device');
  const routed = devices.filter(({ kind }) => hasNetworkLayer(kind));
  const seats = routed.flatMap((device) =>
    device.ports.flatMap((port): Seat[] => {
      const address = port.address === null ? null : parseAddress(port.address);
      return address === null ? [] : [{ device, port, address, prefix: port.prefix }];
    }),
  );
  const add = (name: FindingName, parameters: Finding['parameters'], ...about: DeviceRecord[]): void => {
    found.push({ name, parameters, records: [...new Set(about.map(({ id }) => id))] });
  };

  twice(
    devices,
    ({ name }) => name,
    (device, other) => add('name-used-twice', { device: device.name }, device, other),
  );
  twice(
    routed.flatMap((device) => device.ports.map((port) => ({ device, port }))),
    ({ port }) => port.mac,
    (one, first) => add('mac-used-twice', { ...pair(one, first), mac: one.port.mac! }, one.device, first.device),
  );
  twice(
    seats,
    ({ address }) => address,
    (one, first) =>
      add('address-used-twice', { ...pair(one, first), address: formatAddress(one.address) }, one.device, first.device),
  );
  for (const seat of seats) {
    const name = addressFinding(seat);
    if (name) add(name, { ...at(seat), address: formatAddress(seat.address), prefix: seat.prefix }, seat.device);
    else if (seat.prefix < 8 || seat.prefix > 31) add('odd-prefix', { ...at(seat), prefix: seat.prefix }, seat.device);
  }
  const seatAt = new Map(seats.map((seat) => [JSON.stringify([seat.device.id, seat.port.name]), seat]));
  for (const segment of segmentsOf(records)) {
    const there = segment.flatMap((end) => seatAt.get(end) ?? []);
    differingPrefixes(there, add);
  }
  for (const device of routed) unknownPorts(device, add);
  const owners = new Map<number, DeviceRecord[]>();
  for (const { device, address } of seats) owners.set(address, [...(owners.get(address) ?? []), device]);
  const seatsOf = new Map<DeviceRecord, Seat[]>(routed.map((device) => [device, []]));
  for (const seat of seats) seatsOf.get(seat.device)!.push(seat);
  // What a router is given by DHCP nobody knows before the network runs.
  const unknown = routed.some(({ kind, ports }) => kind === 'router' && ports.some(({ dhcp }) => dhcp === true));
  for (const [device, own] of seatsOf) nextHops(device, own, owners, unknown, add);
  dhcpFindings(routed, (device) => (name, parameters) => add(name, parameters, device));
  for (const device of routed) {
    filterFindings(device, (name, parameters) => add(name, parameters, device));
    resolverFindings(device, owners, (name, parameters) => add(name, parameters, device));
    ripFindings(device, (name, parameters) => add(name, parameters, device));
    natFindings(device, (name, parameters) => add(name, parameters, device));
  }
  const cables = records.filter((record): record is CableRecord => record.type === 'cable');
  for (const { hub, round, slot } of longMedia(devices, cables)) {
    const microseconds = (time: number): number => Math.round(time / 100) / 10;
    add('medium-too-long', { device: hub.name, round: microseconds(round), slot: microseconds(slot) }, hub);
  }
  tunnelFindings(devices, cables, add);
  const byId = new Map(devices.map((device) => [device.id, device]));
  for (const loop of loopsWithoutTree(byId, cables)) {
    add('loop-without-tree', { device: loop[0]!.name, other: (loop[1] ?? loop[0]!).name }, ...loop);
  }
  for (const { a, b } of disagreeingTrunks(byId, cables)) {
    const [one, other] = [byId.get(a.device)!, byId.get(b.device)!];
    add('untagged-differs', { device: one.name, port: a.port, other: other.name, otherPort: b.port }, one, other);
  }
  ruleFindings(records, byId, (name, parameters, cable) => found.push({ name, parameters, records: [cable] }));
  return found.slice(0, MOST_FINDINGS);
}

type Add = (name: FindingName, parameters: Finding['parameters'], ...about: DeviceRecord[]) => void;

function at({ device, port }: { device: DeviceRecord; port: PortSettings }): { device: string; port: string } {
  return { device: device.name, port: port.name };
}

function pair(
  one: { device: DeviceRecord; port: PortSettings },
  first: { device: DeviceRecord; port: PortSettings },
): Finding['parameters'] {
  return { ...at(one), other: first.device.name, otherPort: first.port.name };
}

/** Tells of every element whose key an earlier one has too; null is no key. */
function twice<T>(all: T[], key: (one: T) => string | number | null, tell: (one: T, first: T) => void): void {
  const firsts = new Map<string | number, T>();
  for (const one of all) {
    const value = key(one);
    if (value === null) continue;
    const first = firsts.get(value);
    if (first) tell(one, first);
    else firsts.set(value, one);
  }
}

function addressFinding({ address, prefix }: Seat): FindingName | null {
  if (isUnusable(address)) return 'unusable-address';
  // Subnets of two (RFC 3021) and of one have neither.
  if (prefix > 30) return null;
  if (address === networkOf(address, prefix)) return 'network-address';
  return address === broadcastOf(address, prefix) ? 'broadcast-address' : null;
}

/** Settings of the network layer that speak of ports which are not there. */
function unknownPorts(device: DeviceRecord, add: Add): void {
  const { proxyArp = [], neighbours = [] } = device.network ?? {};
  const named = new Set([...proxyArp, ...neighbours.map(({ port }) => port)]);
  for (const { name } of device.ports) named.delete(name);
  for (const port of named) add('network-port-unknown', { device: device.name, port }, device);
}

/** Neighbours on one segment that see subnets of different size in the same place. */
function differingPrefixes(seats: Seat[], add: Add): void {
  const [first, ...others] = seats;
  if (!first) return;
  for (const one of others) {
    if (one.prefix === first.prefix || !overlap(one, first)) continue;
    add(
      'prefix-differs',
      { ...pair(one, first), prefix: one.prefix, otherPrefix: first.prefix },
      one.device,
      first.device,
    );
  }
}

/** `unknown`: some router's address is not known, and may be the one that nobody seems to have. */
function nextHops(
  device: DeviceRecord,
  seats: Seat[],
  owners: ReadonlyMap<number, readonly DeviceRecord[]>,
  unknown: boolean,
  add: Add,
): void {
  seats.forEach((one, index) => {
    for (const other of seats.slice(0, index)) {
      if (!overlap(one, other)) continue;
      const subnets = { subnet: subnetOf(one), otherPort: other.port.name, otherSubnet: subnetOf(other) };
      add('overlapping-subnets', { ...at(one), ...subnets }, device);
    }
  });
  const reachable = (via: number): boolean =>
    seats.some(({ address, prefix }) => networkOf(address, prefix) === networkOf(via, prefix));
  const gateway = device.gateway === null ? null : parseAddress(device.gateway);
  if (gateway !== null) {
    const parameters = { device: device.name, gateway: formatAddress(gateway) };
    if (!reachable(gateway)) add('gateway-outside-subnet', parameters, device);
    else if (seats.some(({ address }) => address === gateway)) add('gateway-is-itself', parameters, device);
    else {
      const there = owners.get(gateway) ?? [];
      if (there.length === 0) add('gateway-not-there', parameters, device);
      else if (there.every(({ kind }) => kind !== 'router')) {
        add('gateway-no-router', { ...parameters, other: there[0]!.name }, device, there[0]!);
      }
    }
  }
  for (const { destination, prefix, via } of device.routes) {
    const hop = parseAddress(via);
    if (hop === null || !reachable(hop)) {
      add('route-unreachable', { device: device.name, destination, prefix, via }, device);
    } else if (!unknown && !(owners.get(hop) ?? []).some((one) => one !== device && one.kind === 'router')) {
      add('next-hop-not-there', { device: device.name, destination, prefix, via }, device);
    }
  }
}
