import { formatAddress } from '../wire/address.ts';

/** An address (unsigned 32-bit; 0: any) and a port (0: none yet). An `icmp` socket's port is its echo identifier. */
export interface Endpoint {
  address: number;
  port: number;
}

/** `10.0.0.1:80`; `*` for an address or a port that is not there. */
export function endpointName({ address, port }: Endpoint): string {
  return `${formatAddress(address)}:${port === 0 ? '*' : port}`;
}

/** `local:port-remote:port`: the name of a connection in facts. */
export function connectionName(local: Endpoint, remote: Endpoint): string {
  return namesOf(local, remote).name;
}

/** Key of `TransportState.pairs`. */
export function pairKey(local: Endpoint, remote: Endpoint): string {
  return namesOf(local, remote).key;
}

/** Both texts of a pair. They are asked for with every segment, so those of the last pairs asked for are at hand. */
interface PairNames {
  local: Endpoint;
  remote: Endpoint;
  name: string;
  key: string;
}

/** A power of two. */
const AT_HAND = 4096;
const names: (PairNames | undefined)[] = new Array<PairNames | undefined>(AT_HAND).fill(undefined);

function namesOf(local: Endpoint, remote: Endpoint): PairNames {
  const hash = Math.imul(local.address ^ (remote.address << 9), 0x9e3779b1) ^ (local.port << 7) ^ (remote.port << 1);
  const at = (hash ^ (hash >>> 15)) & (AT_HAND - 1);
  const known = names[at];
  if (known !== undefined && same(known.local, local) && same(known.remote, remote)) return known;
  const fresh = {
    local: { ...local },
    remote: { ...remote },
    name: `${endpointName(local)}-${endpointName(remote)}`,
    key: `${local.address}:${local.port}-${remote.address}:${remote.port}`,
  };
  names[at] = fresh;
  return fresh;
}

function same(one: Endpoint, other: Endpoint): boolean {
  return one.port === other.port && one.address === other.address;
}
