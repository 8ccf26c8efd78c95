import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What of a vitest context is needed here. */
interface Context {
  skip(note?: string): never;
}

const isOn = (value: string | undefined): boolean => value !== undefined && !['', '0', 'false'].includes(value);

function path(): string | undefined {
  const name = process.platform === 'win32' ? 'tshark.exe' : 'tshark';
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), 'C:\\Program Files\\Wireshark'];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

/**
 * Runs tshark, Wireshark's command line, and returns what it prints. Where it is not installed the test is left out with
 * a loud line; where nothing may be left out, it fails.
 */
export function tshark(context: Context, ...words: string[]): string {
  const program = path();
  if (program === undefined) {
    const missing =
      'tshark is not installed, so no capture was read back by an independent program (apt-get install tshark)';
    if (isOn(process.env['HOPSCOPE_NO_SKIP']) || isOn(process.env['CI'])) throw new Error(missing);
    console.warn(`\n*** LEFT OUT: ${missing}\n`);
    context.skip(missing);
  }
  return execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 26 });
}
