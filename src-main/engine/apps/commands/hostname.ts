import { formatAddress } from '../../wire/address.ts';
import type { Command } from '../command.ts';

/** The name of the host, or with `-I` its addresses. */
export const hostname: Command<{ addresses: boolean }, null> = {
  name: 'hostname',
  synopsis: 'hostname [-I]',
  parse(words) {
    if (words.length > 1 || (words[0] !== undefined && words[0] !== '-I')) {
      return { misuse: 'the name of a host is changed in the drawing' };
    }
    return { addresses: words[0] === '-I' };
  },
  begin: () => null,
  run({ addresses }, _memory, system) {
    const own = system.network
      .interfaces()
      .flatMap(({ address }) => (address === null ? [] : [formatAddress(address)]));
    system.print(addresses ? own.join(' ') : system.environment.hostname);
    return 0;
  },
};
