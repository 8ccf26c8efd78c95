import type { Command } from '../command.ts';
import { isMisuse } from '../misuse.ts';
import { holds } from '../dhcp/client-lease.ts';
import { newClient, releaseLease, runClient, type DhcpClient } from '../dhcp/client.ts';
import { readWords } from '../words.ts';

interface DhclientOptions {
  device: string;
  release: boolean;
  /** Stays, instead of going on in the background once it has an address. */
  stay: boolean;
}

/** Gets the address of an interface, and keeps it. */
export const dhclient: Command<DhclientOptions, DhcpClient> = {
  name: 'dhclient',
  synopsis: 'dhclient [-d] [-r] interface',

  parse(words) {
    const read = readWords(words, { flags: ['d', 'r', 'v'] });
    if (isMisuse(read)) return read;
    const [device, ...more] = read.operands;
    if (device === undefined || more.length > 0) return { misuse: 'one interface must be named' };
    return { device, release: read.flags.has('r'), stay: read.flags.has('d') };
  },

  begin: ({ device }) => newClient(device),

  run({ device, release, stay }, memory, system) {
    // One at a time looks after an interface, as one pid file does on a real host.
    if (memory.nextAt < 0) {
      for (const other of system.processes()) {
        const same =
          other.status === null && other.number !== system.number && other.command === `dhclient -d ${device}`;
        if (same) system.kill(other.number, 'TERM');
      }
    }
    const failed = release ? releaseLease(memory, system) : runClient(memory, system);
    if (failed === 'done') return 0;
    if (failed !== null) {
      system.print(`dhclient: ${failed}`);
      return 1;
    }
    if (release) return null;
    const lease = system.environment.clients.get(device);
    if (stay || lease === undefined || !holds(lease, system.now)) return null;
    system.start(`dhclient -d ${device}`);
    return 0;
  },
};
