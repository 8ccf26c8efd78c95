import { describe, expect, it } from 'vitest';
import type { Future, Now, Pace } from '#contract/shapes.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { createSession } from '#worker/session.ts';
import { VirtualWall } from '#support/virtual-wall.ts';

const FAST: Pace = { kind: 'clock', ratio: 1e6 };
const PC1 = { device: 'pc1', terminal: 'tty1' };

async function opened() {
  const wall = new VirtualWall();
  let latest: Now | undefined;
  const session = createSession({ announce: (now) => (latest = now), clock: wall.clock, later: wall.later });
  latest = await session['simulation.open']({ text: writeDocument(starterDocument()) });
  return {
    session,
    type: async (text: string, future: Future = 'refuse') =>
      (latest = await session['terminals.type']({ ...PC1, action: { type: 'line', text }, future })),
    read: async (from = 0) => session['terminals.read']({ ...PC1, from }),
    async playUntilReady() {
      latest = await session['time.play']({ pace: FAST, until: { kind: 'terminal-ready', ...PC1 } });
      await wall.until(() => latest?.playing === false);
      return latest!;
    },
  };
}

describe('a terminal asked for through the contract', () => {
  it('plays until the shell waits again, and shows what was printed', async () => {
    const { type, read, playUntilReady } = await opened();
    await type('ping -c 2 192.168.2.10');
    expect(await read()).toMatchObject({ running: { command: 'ping -c 2 192.168.2.10' } });
    const { stopped } = await playUntilReady();
    expect(stopped).toBe('program-ended');
    const { lines, running, prompt, history } = await read();
    expect(running).toBeNull();
    expect(prompt).toBe(lines[0]!.prompt);
    expect(lines[0]!.text).toBe('ping -c 2 192.168.2.10');
    expect(lines.at(-1)!.text).toContain('rtt min/avg/max/mdev');
    expect(history).toEqual(['ping -c 2 192.168.2.10']);
  });

  it('gives only the lines from the one asked for on, and never cleared ones', async () => {
    const { type, read } = await opened();
    await type('echo one');
    await type('echo two');
    expect(await read(3)).toMatchObject({ first: 3, forgotten: 0, lines: [{ prompt: null, text: 'two' }] });
    await type('clear');
    await type('echo three');
    const { first, forgotten, lines } = await read(2);
    expect([first, forgotten, lines.map(({ text }) => text)]).toEqual([5, 5, ['echo three', 'three']]);
  });

  it('does not cut off a lived future unless that is asked for', async () => {
    const { session, type, read, playUntilReady } = await opened();
    await type('ping -c 1 192.168.2.10');
    await playUntilReady();
    await session['time.seekFact']({ seq: 0 });
    await expect(type('echo past')).rejects.toMatchObject({ name: 'simulation.would-cut-future' });
    await type('echo past', 'replace');
    expect((await read()).lines.at(-1)).toEqual({ prompt: null, text: 'past' });
  });

  it('is refused on a device without programs, and on one that is not there', async () => {
    const { session } = await opened();
    const type = async (device: string) =>
      session['terminals.type']({ device, terminal: 'tty1', action: { type: 'interrupt' }, future: 'refuse' });
    await expect(type('switch1')).rejects.toMatchObject({ name: 'terminal.none-here' });
    await expect(type('nobody')).rejects.toMatchObject({ name: 'device.unknown' });
  });

  it('knows its commands and how they are called', async () => {
    const { session } = await opened();
    const { commands } = await session['terminals.commands']({});
    expect(commands).toContainEqual({ name: 'help', synopsis: 'help [command]' });
    expect(commands.map(({ name }) => name)).toEqual(commands.map(({ name }) => name).sort());
  });

  it.each([
    ['ping -c 3 192.168.2.10', null],
    ['sleep 1 && curl 10.0.0.2 | grep 200; man nc', null],
    ['', null],
    ['echo "not closed', null],
    ['pnig 192.168.2.10', { name: 'pnig', near: ['ping'] }],
    ['sleep 1; ipconfig', { name: 'ipconfig', near: ['ifconfig'] }],
    ['ls && ssh pc1', { name: 'ssh', near: [] }],
    ['car /two', { name: 'car', near: ['cat'] }],
  ])('says which command of “%s” there is not, and which are near', async (line, unknown) => {
    const { session } = await opened();
    expect(await session['terminals.check']({ line })).toEqual({ unknown });
  });
});
