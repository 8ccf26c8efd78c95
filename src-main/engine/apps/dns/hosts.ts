import { parseAddress } from '../../wire/address.ts';

/** Where a host keeps names it knows by itself. */
export const HOSTS_FILE = '/etc/hosts';

/** One line of the file: an address and the names it has, the first one its real one. */
export interface KnownHost {
  address: number;
  names: string[];
}

/** The lines of `/etc/hosts` among a host's files: `10.0.0.5  server www`, with `#` comments. Other lines are passed over. */
export function hostsOf(files: ReadonlyMap<string, string>): KnownHost[] {
  const text = files.get(HOSTS_FILE);
  if (text === undefined) return [];
  return text.split(/\r?\n/).flatMap((line): KnownHost[] => {
    const [first = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    const address = parseAddress(first);
    return address === null || names.length === 0 ? [] : [{ address, names }];
  });
}
