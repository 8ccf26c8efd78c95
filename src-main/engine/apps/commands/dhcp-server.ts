import type { Command } from '../command.ts';
import { newDhcpService, serveAddresses, type DhcpService } from '../dhcp/server.ts';

/** The DHCP server of a device, with the pools its settings say. */
export const dhcpServer: Command<null, DhcpService> = {
  name: 'dhcp-server',
  synopsis: 'dhcp-server',
  parse: (words) => (words.length === 0 ? null : { misuse: 'its pools are set in the properties of the device' }),
  begin: newDhcpService,
  run(_options, memory, system) {
    const server = system.environment.settings.dhcp?.server;
    const failed = server === undefined ? 'no pools are set for this device' : serveAddresses(memory, server, system);
    if (failed === null) return null;
    system.print(`dhcp-server: ${failed}`);
    return 1;
  },
};
