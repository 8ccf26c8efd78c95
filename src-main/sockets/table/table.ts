import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { refusal } from '#contract/problems.ts';
import { parseProc } from './linux.ts';
import { parseDarwin, parseWindows } from './netstat.ts';
import type { SystemSocket } from './row.ts';

const run = promisify(execFile);
/** ms after which `netstat` is not waited for any longer, and bytes of what it may print. */
const PATIENCE = { timeout: 5000, maxBuffer: 16 * 1024 * 1024, windowsHide: true };

/**
 * The sockets of the operating system with one of `ports` at either end. Refused with `lab.no-table` where the system's
 * table cannot be read; `message` says why.
 */
export async function readTable(platform: string, ports: ReadonlySet<number>): Promise<SystemSocket[]> {
  try {
    const rows = await all(platform);
    return rows.filter(({ local, remote }) => ports.has(local.port) || ports.has(remote.port));
  } catch (error) {
    throw refusal('lab.no-table', { message: error instanceof Error ? error.message : String(error) });
  }
}

async function all(platform: string): Promise<SystemSocket[]> {
  if (platform === 'darwin') return parseDarwin((await run('/usr/sbin/netstat', ['-an'], PATIENCE)).stdout);
  if (platform === 'win32') return parseWindows((await run('netstat.exe', ['-an'], PATIENCE)).stdout);
  const files = ['tcp', 'tcp6', 'udp', 'udp6'] as const;
  const tables = await Promise.all(
    files.map(async (name) => {
      const text = await readFile(`/proc/net/${name}`, 'utf8').catch((error: unknown) => {
        // A kernel without IPv6 has no such file.
        if (name.endsWith('6')) return '';
        throw error;
      });
      return parseProc(text, name.startsWith('tcp') ? 'tcp' : 'udp');
    }),
  );
  return tables.flat();
}
