import type { NetworkAdministration } from '#engine/net/administration.ts';
import type { KernelCall } from '#engine/devices/behaviour.ts';
import type { Lab } from './lab.ts';

/** The network layer of a device, asked and set as its programs do, by inputs that are part of the history. */
export type Kernel = Pick<
  NetworkAdministration,
  | 'interfaces'
  | 'routes'
  | 'neighbours'
  | 'setAddress'
  | 'setInterface'
  | 'addRoute'
  | 'removeRoute'
  | 'addNeighbour'
  | 'removeNeighbour'
>;

/** Makes one call of the kernel of a device and returns what it returns. */
export function callKernel(network: Lab, device: string, call: KernelCall): unknown {
  const { refused, value } = network.timeline.act({ kind: 'call', device, call });
  if (refused !== null) throw new Error(`${call.name} on ${device} was refused: ${refused}`);
  return value;
}

/** The kernel of one device of a lab. */
export function kernelOf(network: Lab, device: string): Kernel {
  return new Proxy({} as Kernel, {
    get:
      (_, name) =>
      (...given: unknown[]) =>
        callKernel(network, device, { name, arguments: given } as KernelCall),
  });
}
