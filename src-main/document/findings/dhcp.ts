import { networkOf, parseAddress } from '#engine/wire/address.ts';
import type { DeviceRecord } from '../records.ts';

type Tell = (
  name: 'dhcp-pool-unused' | 'dhcp-nobody-answers' | 'dhcp-pool-holds-address',
  parameters: Record<string, string | number>,
) => void;

/** DHCP servers and clients that cannot find each other, and addresses given away that somebody has by hand. */
export function dhcpFindings(devices: readonly DeviceRecord[], tell: (device: DeviceRecord) => Tell): void {
  const relays = devices.filter(({ dhcp }) => dhcp?.relay !== undefined);
  const speakers = devices.some(({ dhcp }) => dhcp?.server !== undefined);
  for (const device of devices) {
    const { name, ports, dhcp } = device;
    for (const port of ports) {
      if (port.dhcp === true && !speakers) tell(device)('dhcp-nobody-answers', { device: name, port: port.name });
    }
    for (const { first, last, prefix, reservations = [], excluded = [] } of dhcp?.server?.pools ?? []) {
      const network = networkOf(parseAddress(first)!, prefix);
      const served = [device, ...relays].some((one) => one.ports.some(({ address }) => on(address, network, prefix)));
      if (!served) tell(device)('dhcp-pool-unused', { device: name, first, last });
      const kept = new Set(reservations.map(({ address }) => address));
      const within = (text: string): boolean => isWithin(text, first, last) && !kept.has(text);
      const open = (text: string): boolean =>
        within(text) && !excluded.some((part) => isWithin(text, part.first, part.last));
      for (const other of devices) {
        for (const { address, name: port } of other.ports) {
          // The server leaves its own addresses out only when it is told so, as real ones do.
          if (address === null || !open(address)) continue;
          tell(device)('dhcp-pool-holds-address', { device: name, address, other: other.name, otherPort: port });
        }
      }
    }
  }
}

function on(address: string | null, network: number, prefix: number): boolean {
  return address !== null && networkOf(parseAddress(address)!, prefix) === network;
}

function isWithin(text: string, first: string, last: string): boolean {
  const address = parseAddress(text)!;
  return address >= parseAddress(first)! && address <= parseAddress(last)!;
}
