import { formatAddress, isLoopback, parseAddress } from '#engine/wire/address.ts';
import type { DeviceRecord } from '../records.ts';

/** DNS servers that are nobody's address in the drawing: every name would have to wait for them in vain. */
export function resolverFindings(
  device: DeviceRecord,
  addresses: ReadonlyMap<number, unknown>,
  tell: (name: 'resolver-not-there', parameters: Record<string, string | number>) => void,
): void {
  for (const server of device.resolver ?? []) {
    const address = parseAddress(server);
    if (address === null || isLoopback(address) || addresses.has(address)) continue;
    tell('resolver-not-there', { device: device.name, address: formatAddress(address) });
  }
}
