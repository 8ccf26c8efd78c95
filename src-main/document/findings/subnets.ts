import { formatAddress, isLoopback, isMulticast, networkOf } from '#engine/wire/address.ts';
import type { DeviceRecord } from '../records.ts';
import type { Finding } from './findings.ts';

/** A port with an address, in its segment: the ports that hear its broadcasts. */
export interface Seat {
  device: DeviceRecord;
  port: string;
  address: number;
  prefix: number;
  segment: number;
}

type Placed = Pick<Seat, 'address' | 'prefix'>;

/** Whether no adapter may have an address: 0.0.0.0/8 is "this host" (RFC 1122 §3.2.1.3), 240.0.0.0/4 reserved (RFC 1112 §4). */
export function isUnusable(address: number): boolean {
  return isMulticast(address) || isLoopback(address) || address >>> 24 === 0 || address >>> 28 === 15;
}

/** The subnet a port is on, as `10.0.1.0/24`. */
export function subnetOf({ address, prefix }: Placed): string {
  return `${formatAddress(networkOf(address, prefix))}/${prefix}`;
}

/** Whether the subnets of two ports have addresses in common. */
export function overlap(one: Placed, other: Placed): boolean {
  const prefix = Math.min(one.prefix, other.prefix);
  return networkOf(one.address, prefix) === networkOf(other.address, prefix);
}

/**
 * Where addresses and cables disagree: ports that share cables and no subnet, and ports that share a subnet and no cables.
 * `hidden`: subnets behind address translators, of which there may be several alike.
 */
export function misplaced(
  devices: readonly DeviceRecord[],
  seats: readonly Seat[],
  hidden: ReadonlySet<string>,
): Finding[] {
  // VLANs divide what cables join; tunnels, and routers that answer for others (RFC 1027), join what no cable does.
  const plain = devices.every(
    ({ kind, ports, network }) =>
      kind !== 'tunnel' && (network?.proxyArp ?? []).length === 0 && ports.every(({ vlan }) => vlan === undefined),
  );
  if (!plain) return [];
  const usable = seats.filter(({ address }) => !isUnusable(address));
  return [...strangers(usable), ...scattered(usable, hidden)];
}

/** Ports on another subnet than most of those they share cables with, and no router there that is on it. */
function strangers(seats: readonly Seat[]): Finding[] {
  const found: Finding[] = [];
  for (const segment of groups(seats, ({ segment: number }) => number)) {
    const subnets = groups(segment, subnetOf);
    const most = largest(subnets);
    for (const subnet of subnets) {
      if (subnet === most) continue;
      for (const seat of subnet) {
        if (overlap(seat, most[0]!) || most.some(({ device }) => device === seat.device)) continue;
        if (subnet.some(({ device }) => device !== seat.device && device.kind === 'router')) continue;
        found.push(tell('other-subnet', seat, most[0]!, { otherSubnet: subnetOf(most[0]!) }));
      }
    }
  }
  return found;
}

/** Ports of one subnet that no cables join; one is told for each part of it. */
function scattered(seats: readonly Seat[], hidden: ReadonlySet<string>): Finding[] {
  const found: Finding[] = [];
  for (const subnet of groups(seats, subnetOf)) {
    if (hidden.has(subnetOf(subnet[0]!))) continue;
    const parts = groups(subnet, ({ segment }) => segment);
    const most = largest(parts);
    for (const part of parts) {
      if (part === most || most.some(({ device }) => device === part[0]!.device)) continue;
      found.push(tell('subnet-apart', part[0]!, most[0]!));
    }
  }
  return found;
}

function tell(
  name: 'other-subnet' | 'subnet-apart',
  seat: Seat,
  other: Seat,
  more: Finding['parameters'] = {},
): Finding {
  const parameters = {
    device: seat.device.name,
    port: seat.port,
    subnet: subnetOf(seat),
    other: other.device.name,
    otherPort: other.port,
    ...more,
  };
  return { name, parameters, records: [seat.device.id, other.device.id] };
}

function groups(seats: readonly Seat[], key: (seat: Seat) => string | number): Seat[][] {
  const found = new Map<string | number, Seat[]>();
  for (const seat of seats) {
    const group = found.get(key(seat));
    if (group) group.push(seat);
    else found.set(key(seat), [seat]);
  }
  return [...found.values()];
}

/** The first of those with most in it. */
function largest(all: readonly Seat[][]): Seat[] {
  return all.reduce((most, one) => (one.length > most.length ? one : most));
}
