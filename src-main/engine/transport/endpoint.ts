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
/** Places looked at for one pair: two that want the same one must not drive each other out with every segment. */
const TRIES = 4;
const names: (PairNames | undefined)[] = new Array<PairNames | undefined>(AT_HAND).fill(undefined);

function namesOf(local: Endpoint, remote: Endpoint): PairNames {
  let hash = Math.imul(local.address ^ Math.imul(remote.address, 0x85ebca6b), 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15) ^ local.port ^ (remote.port << 16), 0xc2b2ae35);
  let at = (hash ^ (hash >>> 16)) & (AT_HAND - 1);
  for (let tried = 0; tried < TRIES; tried++, at = (at + 1) & (AT_HAND - 1)) {
    const known = names[at];
    if (known === undefined) break;
    if (same(known.local, local) && same(known.remote, remote)) return known;
  }
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
