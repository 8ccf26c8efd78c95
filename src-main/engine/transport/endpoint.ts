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
  return `${endpointName(local)}-${endpointName(remote)}`;
}

/** Key of `TransportState.pairs`. */
export function pairKey(local: Endpoint, remote: Endpoint): string {
  return `${local.address}:${local.port}-${remote.address}:${remote.port}`;
}
