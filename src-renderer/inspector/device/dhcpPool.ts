import type { DhcpPool } from '#document/dhcp.ts';
import type { DeviceRecord } from '#document/records.ts';
import { readList, type Typed } from '../fields/notation.ts';

type Ranges = NonNullable<DhcpPool['excluded']>;
type Reservations = NonNullable<DhcpPool['reservations']>;

/** `10.0.0.1-10.0.0.9, 10.0.0.20`. */
export function readRanges(text: string): Typed<Ranges> {
  const words = readList(text.replace(/\s*-\s*/g, '-'));
  if (words === undefined) return undefined;
  const ranges = words.map((word) => word.split('-'));
  if (ranges.some((parts) => parts.length > 2 || parts.includes(''))) return null;
  return ranges.map(([first = '', last = first]) => ({ first, last }));
}

export function writeRanges(ranges: Ranges = []): string {
  return ranges.map(({ first, last }) => (first === last ? first : `${first}-${last}`)).join(', ');
}

/** `02:00:00:00:00:01=10.0.0.7`. */
export function readReservations(text: string): Typed<Reservations> {
  const words = readList(text.replace(/\s*=\s*/g, '='));
  if (words === undefined) return undefined;
  const pairs = words.map((word) => word.split('='));
  if (pairs.some((parts) => parts.length !== 2 || parts.includes(''))) return null;
  return pairs.map(([mac = '', address = '']) => ({ mac: mac.toLowerCase().replaceAll('-', ':'), address }));
}

export function writeReservations(reservations: Reservations = []): string {
  return reservations.map(({ mac, address }) => `${mac}=${address}`).join(', ');
}

/** A pool for a subnet of the device that has none yet: its addresses from .100 to .199, or what fits. */
export function newPool(device: DeviceRecord): DhcpPool {
  const served = new Set((device.dhcp?.server?.pools ?? []).map(({ first, prefix }) => subnetOf(first, prefix)));
  const port = device.ports.find(
    ({ address, prefix }) => address !== null && prefix <= 30 && !served.has(subnetOf(address, prefix)),
  );
  if (port === undefined || port.address === null) return { first: '192.168.1.100', last: '192.168.1.199', prefix: 24 };
  const { address, prefix } = port;
  const network = numberOf(address) - (numberOf(address) % 2 ** (32 - prefix));
  const most = 2 ** (32 - prefix) - 2;
  const [first, last] = most >= 199 ? [100, 199] : [1, most];
  const pool = { first: textOf(network + first), last: textOf(network + last), prefix };
  const own = numberOf(address) - network;
  return {
    ...pool,
    ...(own >= first && own <= last && { excluded: [{ first: address, last: address }] }),
    ...(device.kind === 'router' && { gateway: address }),
  };
}

function subnetOf(address: string, prefix: number): string {
  return `${Math.floor(numberOf(address) / 2 ** (32 - prefix))}/${prefix}`;
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function textOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
