import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';

/** What of a vitest context is needed here. */
interface Context {
  skip(note?: string): never;
}

const isOn = (value: string | undefined): boolean => value !== undefined && !['', '0', 'false'].includes(value);

/** Programs of the machine that gateways are tried with, and the Debian package that has each. */
const PACKAGES = { curl: 'curl', nc: 'netcat-openbsd', python3: 'python3' } as const;
export type RealProgram = keyof typeof PACKAGES;

/**
 * Where a program of this machine is. Where it is not installed the test is left out with a loud line; where nothing may be
 * left out, it fails.
 */
export function realProgram(context: Context, name: RealProgram): string {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  // Debian may have several programs called nc.
  const files = name === 'nc' ? ['nc.openbsd', file] : [file];
  const found = files.flatMap((one) => folders.map((folder) => join(folder, one))).find((path) => existsSync(path));
  if (found !== undefined) return found;
  const missing = `${name} is not installed, so no gateway was tried with it (apt-get install ${PACKAGES[name]})`;
  if (isOn(process.env['HOPSCOPE_NO_SKIP']) || isOn(process.env['CI'])) throw new Error(missing);
  console.warn(`\n*** LEFT OUT: ${missing}\n`);
  return context.skip(missing);
}

/** Has nc close its half when its input ends; macOS's does so unasked, and means something else by the letter. */
export const NC_HALF_CLOSE: readonly string[] = process.platform === 'darwin' ? [] : ['-N'];

/** What a real program said, and how it ended. */
export interface Ended {
  code: number | null;
  output: Buffer;
  errors: string;
}

/** Runs a program to its end with `input`, without a shell. */
export async function runReal(path: string, words: readonly string[], input: Buffer | string = ''): Promise<Ended> {
  const child = spawn(path, words);
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return endOf(child);
}

/** Waits until a program has ended. */
export async function endOf(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const output: Buffer[] = [];
  let errors = '';
  child.stdout.on('data', (piece: Buffer) => output.push(piece));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output: Buffer.concat(output), errors }));
  });
}

/** A server of this process at a loopback port; `came` gets each connection, half-open ones too. */
export async function realServer(came: (socket: Socket) => void): Promise<{ port: number; close(): void }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    // What is under way when a lab is closed is reset.
    socket.on('error', () => undefined);
    came(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}

/** Bytes in which nothing repeats. */
export const noise = (length: number): Buffer => randomFillSync(Buffer.alloc(length));

export const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** All that comes, as text. */
export async function textOf(stream: Readable): Promise<string> {
  let text = '';
  for await (const piece of stream) text += String(piece);
  return text;
}
