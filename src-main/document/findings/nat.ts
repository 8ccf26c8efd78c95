import { networkOf, parseAddress } from '#engine/wire/address.ts';
import type { DeviceRecord } from '../records.ts';

type Tell = (
  name: 'nat-port-unknown' | 'nat-without-address' | 'nat-forward-outside-subnets',
  parameters: Record<string, string | number>,
) => void;

/** Address translation that can translate nothing, and port forwards that lead nowhere near. */
export function natFindings(device: DeviceRecord, tell: Tell): void {
  const { nat, name, ports, routes, gateway } = device;
  if (!nat) return;
  const outside = ports.find((port) => port.name === nat.outside);
  if (outside === undefined) return tell('nat-port-unknown', { device: name, port: nat.outside });
  if (outside.address === null && outside.dhcp !== true)
    tell('nat-without-address', { device: name, port: nat.outside });
  // With routes or a gateway a server may stand anywhere.
  if (routes.length > 0 || gateway !== null) return;
  for (const { address } of nat.forwards ?? []) {
    const near = ports.some(
      (port) =>
        port.address !== null &&
        networkOf(parseAddress(port.address)!, port.prefix) === networkOf(parseAddress(address)!, port.prefix),
    );
    if (!near) tell('nat-forward-outside-subnets', { device: name, address });
  }
}
