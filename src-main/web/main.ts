import { join, resolve } from 'node:path';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Refusal } from '#contract/problems.ts';
import type { Door } from '#host/door.ts';
import { createHost } from '#host/host.ts';
import { placesOf } from '#host/places.ts';
import { readProject } from '#host/project-files.ts';
import type { ProjectFile } from '#host/project-files.ts';
import { startWorker } from '#host/worker-handle.ts';
import { howToOpen, start, thisMachine } from './browser.ts';
import { USAGE, readFlags } from './flags.ts';
import type { Flags } from './flags.ts';
import { Lifetime } from './lifetime.ts';
import { readPages } from './pages.ts';
import { dataFolder, lastPort, rememberPort } from './person.ts';
import { openWebDoor } from './server.ts';

/** The sentences of this program; the window has its own in every language. */
const SENTENCES: Readonly<Record<string, string>> = {
  'file.not-found': 'there is no such file',
  'file.not-a-file': 'that is not a file',
  'file.no-permission': 'you may not read it',
  'file.not-readable': 'it cannot be read',
  'file.too-large': 'it is larger than 64 MiB',
  'file.not-text': 'it is not a text',
};

const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);
const complain = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

async function projectNamed(file: string | null): Promise<ProjectFile | null> {
  if (file === null) return null;
  try {
    return await readProject(resolve(file));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Error(`cannot open ${file}: ${SENTENCES[error.name] ?? error.name}`);
  }
}

async function run(flags: Flags): Promise<void> {
  const places = placesOf(import.meta.url);
  const folder = flags.renderer === null ? fileURLToPath(places.renderer) : resolve(flags.renderer);
  const project = await projectNamed(flags.file);
  const pages = await readPages(folder).catch((error: unknown) => {
    throw new Error(
      `the built window cannot be read from ${folder} (${error instanceof Error ? error.message : error})`,
    );
  });
  const data = dataFolder(process.platform, process.env);
  const log = (what: string, error?: unknown): void =>
    complain(`hopscope: ${what}${error === undefined ? '' : `: ${String(error)}`}`);
  const door: Door = {
    name: 'web',
    product: places.product,
    version: places.version,
    platform: process.platform,
    dataFolder: data,
    log,
  };
  const host = createHost({
    worker: startWorker(places.thread, log),
    door,
    project,
    labProgram: places.labProgram,
  });

  let ending = false;
  async function end(): Promise<void> {
    if (ending) return;
    ending = true;
    lifetime.stop();
    await web.close();
    await host.close();
  }
  const lifetime = new Lifetime({
    end: () => void end(),
    ...(flags.waitFirst === null ? {} : { first: flags.waitFirst }),
    ...(flags.waitLast === null ? {} : { last: flags.waitLast }),
  });
  const web = await openWebDoor({
    host,
    pages,
    lifetime,
    port: flags.port === 0 ? await lastPort(data) : flags.port,
    otherwise: flags.port === 0,
  }).catch(async (error: NodeJS.ErrnoException) => {
    lifetime.stop();
    await host.close();
    throw new Error(
      error.code === 'EADDRINUSE' ? `port ${flags.port} is in use` : `cannot listen on 127.0.0.1 (${error.message})`,
    );
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // The second time somebody means it.
      if (ending) process.exit(130);
      void end();
    });
  }
  if (flags.port === 0) await rememberPort(data, web.port);
  if (flags.printAddress) say(`address ${web.address}`);
  show(flags, data, web, lifetime);
}

function show(flags: Flags, data: string | null, web: { address: string; ticket(): string }, lifetime: Lifetime): void {
  const byHand = (): void => {
    // Somebody has to read this and find a browser: no page is no sign that nobody will come.
    if (flags.waitFirst === null) lifetime.waitForEver();
    if (!flags.printAddress)
      say(`Open this address in a browser on this machine (Ctrl+C ends Hopscope):\n${web.address}`);
  };
  if (!flags.open) return byHand();
  const machine = thisMachine(data === null ? join(tmpdir(), 'hopscope-browser') : join(data, 'browser'));
  const opening = howToOpen(web.ticket(), machine);
  if (opening === null) return byHand();
  say('Hopscope opens in your browser. It ends half a minute after its page is closed.');
  start(opening, byHand);
}

const flags = readFlags(process.argv.slice(2));
if (typeof flags === 'string') {
  complain(`${flags}\n${USAGE}`);
  process.exitCode = 2;
} else {
  run(flags).catch((error: unknown) => {
    complain(`hopscope: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  });
}
