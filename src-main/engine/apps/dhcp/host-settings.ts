import { parseAddress } from '../../wire/address.ts';
import type { System } from '../system.ts';
import type { ClientLease } from './client-lease.ts';

/** The host uses what came with the address: its routers and name servers (RFC 2131 §4.4.1). */
export function configure(device: string, lease: ClientLease, system: System): void {
  const { network, environment } = system;
  if (lease.gateway !== null) {
    const failed = network.addRoute({ ...DEFAULT_ROUTE, port: network.portOf(device), via: lease.gateway });
    if (failed !== null && failed !== 'EEXIST') system.print(`route: ${failed}`);
  }
  if (lease.nameServers.length > 0) environment.resolver = [...lease.nameServers];
}

const DEFAULT_ROUTE = { destination: 0, prefix: 0, kind: 'dhcp' } as const;

/** A router that is no longer told is used no longer. */
export function dropGateway(device: string, via: number, { network }: System): void {
  network.removeRoute({ ...DEFAULT_ROUTE, port: network.portOf(device), via });
}

/** The address is gone, and with it all that came with it. */
export function unconfigure(device: string, lease: ClientLease, system: System): void {
  const { network, environment } = system;
  const port = network.portOf(device);
  const told = lease.nameServers;
  if (told.length > 0 && told.every((server, index) => environment.resolver[index] === server)) {
    // What a person has set is asked again.
    environment.resolver = (environment.settings.resolver ?? []).flatMap((server) => parseAddress(server) ?? []);
  }
  // Its routes go with the address.
  if (port >= 0 && network.interfaces()[port]!.address === lease.address) network.setAddress(port, null, 0);
  lease.nameServers = [];
  lease.gateway = null;
}
