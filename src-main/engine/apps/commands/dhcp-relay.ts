import type { Command } from '../command.ts';
import type { Sockets } from '../dhcp/ports.ts';
import { relayMessages } from '../dhcp/relay.ts';

/** The DHCP relay agent of a device, for the servers its settings say. */
export const dhcpRelay: Command<null, { sockets: Sockets }> = {
  name: 'dhcp-relay',
  synopsis: 'dhcp-relay',
  parse: (words) => (words.length === 0 ? null : { misuse: 'its servers are set in the properties of the device' }),
  begin: () => ({ sockets: new Map() }),
  run(_options, { sockets }, system) {
    const relay = system.environment.settings.dhcp?.relay;
    const failed = relay === undefined ? 'no servers are set for this device' : relayMessages(sockets, relay, system);
    if (failed === null) return null;
    system.print(`dhcp-relay: ${failed}`);
    return 1;
  },
};
