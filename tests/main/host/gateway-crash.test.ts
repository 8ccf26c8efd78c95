/** The simulation thread dies while real programs are joined to a drawing by a gateway: a real thread, real sockets. */
import { connect as connectSocket, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Announcement, Host } from '#contract/calls.ts';
import { memoryPair } from '#contract/memory.ts';
import { connect } from '#contract/rpc.ts';
import type { FactRow, Now } from '#contract/shapes.ts';
import { writeDocument } from '#document/write.ts';
import { createHost } from '#host/host.ts';
import { freePort, GATEWAY, gatewayDrawing } from '#support/gateway-lab.ts';
import { listeningAt } from '#support/real-sockets.ts';
import { testDoor } from '#support/test-door.ts';
import { threadAtHand } from '#support/thread-at-hand.ts';
import { until } from '#support/waiting.ts';

const CLOCK = { kind: 'clock', ratio: 1 } as const;
const HOP = { kind: 'hop', wall: 300 } as const;

const endings: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

/** Every fact known, of the run that is looked at. */
async function facts(window: Pick<Host, 'call'>): Promise<FactRow[]> {
  const all: FactRow[] = [];
  for (;;) {
    const { rows, total } = await window.call('trace.rows', { from: all.length + 1, count: 2000, kinds: [] });
    all.push(...rows);
    if (all.length >= total) return all;
  }
}

/** The socket table of a drawn device: each local end with its state. */
async function sockets(window: Pick<Host, 'call'>, device: string): Promise<string[]> {
  const { tables } = await window.call('devices.view', { device });
  const { columns, rows } = tables.find(({ name }) => name === 'sockets')!;
  return rows.map((row) => `${row[columns.indexOf('local')]} ${row[columns.indexOf('state')]}`);
}

/**
 * A gateway through which a real client talks with a drawn echo server, and a drawn client with a real server, while time
 * runs. Then the thread dies, and the window lets it go on as it does whenever it hears of that.
 */
async function crashed() {
  const real = createServer((socket) => {
    came = socket;
    socket.on('error', () => undefined);
    socket.write('words from outside');
  });
  let came: Socket | null = null;
  await once(real.listen(0, '127.0.0.1'), 'listening');
  const [tcp, udp] = [await freePort(), await freePort()];
  const drawing = gatewayDrawing({
    inward: [
      { protocol: 'tcp', port: tcp, to: 7 },
      { protocol: 'udp', port: udp, to: 7 },
    ],
    outward: [{ port: 5000, to: (real.address() as AddressInfo).port }],
    server: ['echo-server -p 7', `nc ${GATEWAY} 5000`],
    routers: 1,
  });
  const text = writeDocument(drawing);
  const thread = threadAtHand();
  const host = createHost({ worker: thread.worker, door: testDoor() });
  endings.push(
    thread.forget,
    () => host.close(),
    () => void real.close(),
  );
  const [near, far] = memoryPair();
  host.attach(far);
  const window = connect(near);
  const said: Announcement<'worker.lost'>[] = [];
  const rebuilt: Announcement<'journal.rebuilt'>[] = [];
  let latest: Now | null = null;
  window.on('now', (now) => (latest = now));
  window.on('worker.lost', (problem) => said.push(problem));
  window.on('journal.rebuilt', (news) => rebuilt.push(news));
  await window.call('simulation.open', { text });
  await window.call('time.play', { pace: HOP, until: null });
  await window.call('gateways.on', { device: 'gateway' });
  await window.call('time.play', { pace: HOP, until: null });

  const client = connectSocket({ port: tcp, host: '127.0.0.1' });
  const ends: Promise<string>[] = [endOf(client)];
  client.write('hello');
  await once(client, 'data');
  await until(() => came !== null);
  ends.push(endOf(came!));
  await until(async () => (await sockets(window, 'server')).filter((row) => row.endsWith('ESTABLISHED')).length === 2);
  const before = await facts(window);
  // What is told with the next look of the window at it is kept.
  await until(() => (latest?.facts ?? 0) >= before.length && latest!.playing);
  await pause(50);

  thread.die();
  const reasons = await Promise.all(ends);
  await until(() => said.length > 0);
  return { window, text, tcp, udp, thread, before, reasons, said, rebuilt, latest: () => latest! };
}

/** What a real program is told when its connection ends. */
function endOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let reason = 'in order';
    socket.on('error', (error: NodeJS.ErrnoException) => (reason = error.code ?? ''));
    socket.once('close', () => resolve(reason));
  });
}

describe('a simulation thread that dies while a gateway is joined', () => {
  it('resets what crossed it on both real ends, closes its ports, and says all of that in one sentence', async () => {
    const { window, tcp, udp, reasons, said } = await crashed();
    expect(reasons).toEqual(['ECONNRESET', 'ECONNRESET']);
    await until(async () => (await listeningAt([tcp, udp])).length === 0);
    expect(said.map(({ name }) => name)).toEqual(['worker.lost-joined']);
    const { gateways } = await window.call('gateways.list', {});
    expect(gateways).toMatchObject([{ device: 'gateway', on: false, parted: 'thread' }]);
    expect(gateways[0]!.doors.map(({ connections, total }) => [connections, total])).toEqual([
      [0, 1],
      [0, 0],
      [0, 1],
    ]);
    // Nobody waits at a door that is no more.
    const late = connectSocket({ port: tcp, host: '127.0.0.1' });
    expect(await endOf(late)).toBe('ECONNREFUSED');
  });

  it('costs nothing of the run: the bytes of real programs are inputs of it, and time waits at the pace chosen before', async () => {
    const { window, text, before, rebuilt, latest } = await crashed();
    await window.call('simulation.reopen', { text });
    await until(() => rebuilt.length > 0);
    expect(rebuilt).toEqual([{ runs: 1, short: [] }]);
    const after = await facts(window);
    expect(after.slice(0, before.length)).toEqual(before);
    const { playing, pace } = latest();
    expect({ playing, pace }).toEqual({ playing: false, pace: HOP });
    const { bytes } = await window.call('notes.capture', { cable: null });
    for (const words of ['hello', 'words from outside']) expect(Buffer.from(bytes).includes(words)).toBe(true);
  });

  it('leaves no drawn program waiting: what it was joined to is reset as time goes on', async () => {
    const { window, text, before } = await crashed();
    await window.call('simulation.reopen', { text });
    expect((await sockets(window, 'server')).filter((row) => row.endsWith('ESTABLISHED'))).toHaveLength(2);
    await window.call('time.play', { pace: CLOCK, until: null });
    await until(async () => (await sockets(window, 'server')).every((row) => !row.endsWith('ESTABLISHED')));
    const failed = (await facts(window)).slice(before.length).filter(({ kind }) => kind === 'tcp.failed');
    expect(failed.map(({ device, detail }) => [device, detail.error])).toEqual([
      ['server', 'ECONNRESET'],
      ['server', 'ECONNRESET'],
    ]);
  });

  it('lets the gateway be joined again, even while the run is being rebuilt', async () => {
    const { window, text, tcp, udp } = await crashed();
    const on = window.call('gateways.on', { device: 'gateway' });
    await window.call('simulation.reopen', { text });
    expect(await on).toMatchObject({ on: true, parted: null });
    expect((await listeningAt([tcp, udp])).map(({ protocol }) => protocol).toSorted()).toEqual(['tcp', 'udp']);
    await window.call('time.play', { pace: CLOCK, until: null });
    const client = connectSocket({ port: tcp, host: '127.0.0.1' });
    client.on('error', () => undefined);
    endings.push(() => void client.destroy());
    client.write('hello again');
    expect(String((await once(client, 'data'))[0])).toBe('hello again');
    // The two of before are gone on the drawn side too; there is one now.
    await until(async () => {
      const rows = await sockets(window, 'server');
      return rows.filter((row) => row.endsWith('ESTABLISHED')).length === 1;
    });
  });

  it('twice in one run: the second time as the first', async () => {
    const { window, text, tcp, thread, said, rebuilt } = await crashed();
    await window.call('simulation.reopen', { text });
    await window.call('gateways.on', { device: 'gateway' });
    await window.call('time.play', { pace: CLOCK, until: null });
    const client = connectSocket({ port: tcp, host: '127.0.0.1' });
    const ended = endOf(client);
    client.write('hello again');
    await once(client, 'data');
    await until(() => rebuilt.length === 1);
    thread.die();
    expect(await ended).toBe('ECONNRESET');
    await until(() => said.length === 2);
    await window.call('simulation.reopen', { text });
    await until(() => rebuilt.length === 2);
    expect(rebuilt[1]).toEqual({ runs: 1, short: [] });
    await window.call('gateways.on', { device: 'gateway' });
    expect(await listeningAt([tcp])).toHaveLength(1);
  });
});
