import type { SystemSocket } from '#sockets/table/row.ts';
import { readTable } from '#sockets/table/table.ts';

/** The sockets of this machine that wait at these ports for somebody, by the operating system's own table. */
export async function listeningAt(ports: readonly number[]): Promise<SystemSocket[]> {
  const rows = await readTable(process.platform, new Set(ports));
  const open = ({ protocol, state, held }: SystemSocket): boolean =>
    protocol === 'tcp' ? state === 'LISTEN' : held !== false;
  return rows.filter((row) => ports.includes(row.local.port) && open(row));
}
