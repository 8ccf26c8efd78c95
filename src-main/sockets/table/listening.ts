import { readTable } from './table.ts';

/** Addresses at which a socket hears what is sent to a loopback address: that one itself, and all of them. */
const HEARS: Readonly<Record<string, readonly string[]>> = {
  '127.0.0.1': ['127.0.0.1', '0.0.0.0', '::', '::ffff:127.0.0.1', '::ffff:7f00:1'],
  '::1': ['::1', '::'],
};

/** Whether any program has a UDP port of a loopback address; null: the system's table cannot be read. */
export async function hearsDatagrams(platform: string, address: string, port: number): Promise<boolean | null> {
  const rows = await readTable(platform, new Set([port])).catch(() => null);
  if (rows === null) return null;
  return rows.some(({ protocol, local }) => {
    return protocol === 'udp' && local.port === port && (HEARS[address] ?? [address]).includes(local.address);
  });
}
