import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connect } from '#contract/rpc.ts';
import { overSocket } from '#contract/socket.ts';
import type { Socket } from '#contract/socket.ts';
import { folders } from '#support/folder.ts';

const PROGRAM = fileURLToPath(new URL('../../../src-main/web/main.ts', import.meta.url));
const folder = folders();
const running: ReturnType<typeof spawn>[] = [];
afterEach(() => {
  for (const program of running.splice(0)) program.kill('SIGKILL');
});

/** Starts the program with a data folder of its own and a window of one page. */
async function start(words: string[] = [], environment: Record<string, string> = {}) {
  const place = await folder();
  const renderer = join(place, 'index.html');
  await writeFile(renderer, '<!doctype html>');
  const data = join(place, 'data');
  const program = spawn(process.execPath, [PROGRAM, '--renderer', place, '--print-address', ...words], {
    env: { ...process.env, HOPSCOPE_DATA: data, BROWSER: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(program);
  let complaint = '';
  program.stderr.on('data', (part: Buffer) => (complaint += part.toString()));
  const ended = once(program, 'close').then(([code]) => ({ code: code as number | null, complaint }));
  const lines = createInterface({ input: program.stdout });
  const address = once(lines, 'line').then(([line]) => /^address (http:\S+)$/.exec(String(line))?.[1] ?? '');
  return { program, place, data, ended, address };
}

/** A page at the address: its WebSocket. */
async function page(address: string): Promise<WebSocket> {
  const entry = await fetch(address, { redirect: 'manual' });
  const Cookie = String(entry.headers.get('set-cookie')).split(';')[0] ?? '';
  const { origin, host } = new URL(address);
  const socket = new WebSocket(`ws://${host}/channel`, { headers: { Cookie, Origin: origin } });
  await once(socket, 'open');
  return socket;
}

describe('the program of the web door', () => {
  it('serves the window and the simulation, and ends by itself after the last page has left', async () => {
    const file = join(await folder(), 'a.hop');
    await writeFile(file, 'no project, but a text');
    const { address, ended, data } = await start(['--no-open', '--wait-last', '0', file]);
    const socket = await page(await address);
    const host = connect(overSocket(socket as unknown as Socket));
    const hello = await host.call('host.hello', {});
    expect(hello).toMatchObject({
      product: 'Hopscope',
      door: 'web',
      project: { name: 'a.hop', text: 'no project, but a text' },
    });
    // Answered by the simulation thread: it knows that this is no project.
    await expect(host.call('simulation.open', { text: 'no project, but a text' })).rejects.toMatchObject({
      name: expect.not.stringMatching(/^(contract|worker|internal)/) as string,
    });
    host.close();
    expect(await ended).toEqual({ code: 0, complaint: '' });
    expect(await readdir(data)).toEqual(['recent.json', 'web-port']);
  });

  // Windows has no signals: there a program is ended, or closes its console.
  it.runIf(process.platform !== 'win32')('ends cleanly when it is interrupted with a page open', async () => {
    const { address, ended, program } = await start(['--no-open']);
    const closed = once(await page(await address), 'close');
    program.kill('SIGINT');
    expect((await closed)[0]).toBe(1001);
    expect(await ended).toEqual({ code: 0, complaint: '' });
  });

  it.runIf(process.platform === 'linux')('opens the browser with an address that is good once', async () => {
    const browser = join(await folder(), 'chromium');
    // A browser that only says what it was asked to show.
    await writeFile(browser, '#!/bin/sh\necho "$@" > "$0.new" && mv "$0.new" "$0.asked"\n', { mode: 0o755 });
    const { address } = await start([], { BROWSER: browser, DISPLAY: ':99' });
    const asked = await vi.waitFor(() => readFile(`${browser}.asked`, 'utf8'), 10_000);
    const [, ticket = ''] =
      /^--app=(\S+) --user-data-dir=\S+ --no-first-run --no-default-browser-check$/m.exec(asked) ?? [];
    expect(new URL(ticket).origin).toBe(new URL(await address).origin);
    expect(ticket).not.toBe(await address);
    expect((await fetch(ticket, { redirect: 'manual' })).status).toBe(303);
    expect((await fetch(ticket, { redirect: 'manual' })).status).toBe(403);
  });

  it.each([
    [['--fly'], 2, 'there is no flag --fly'],
    [['nowhere.hop'], 1, 'hopscope: cannot open nowhere.hop: there is no such file'],
    [['--renderer', '/nowhere/at/all'], 1, 'hopscope: the built window cannot be read from'],
  ])('says what is wrong with %o', async (words, code, sentence) => {
    const { ended } = await start(['--no-open', ...words]);
    const end = await ended;
    expect(end.code).toBe(code);
    expect(end.complaint).toContain(sentence);
  });
});
