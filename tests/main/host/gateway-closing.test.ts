/** What is left open of gateways when things are closed, by the operating system's own table: nothing. */
import { connect as connectSocket } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryPair } from '#contract/memory.ts';
import { connect } from '#contract/rpc.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { createHost, type HostSide } from '#host/host.ts';
import { startWorker } from '#host/worker-handle.ts';
import { freePort, gatewayDrawing } from '#support/gateway-lab.ts';
import { listeningAt } from '#support/real-sockets.ts';
import { testDoor } from '#support/test-door.ts';
import { until } from '#support/waiting.ts';

const THREAD = new URL('../../../src-main/worker/thread.ts', import.meta.url);

let host: HostSide | null = null;
afterEach(async () => {
  await host?.close();
  host = null;
});

/** The application without a window: a host and its real simulation thread, a project with a gateway, switched on. */
async function application() {
  const [tcp, udp] = [await freePort(), await freePort()];
  const ports = [tcp, udp];
  host = createHost({ worker: startWorker(THREAD), door: testDoor() });
  const [near, far] = memoryPair();
  host.attach(far);
  const window = connect(near);
  const drawing = gatewayDrawing({
    inward: [
      { protocol: 'tcp', port: tcp, to: 7 },
      { protocol: 'udp', port: udp, to: 7 },
    ],
    server: ['echo-server -p 7'],
  });
  await window.call('simulation.open', { text: writeDocument(drawing) });
  // Opening a project opens nothing.
  expect(await listeningAt(ports)).toEqual([]);
  const view = await window.call('gateways.on', { device: 'gateway' });
  expect(view.doors.map(({ why }) => why)).toEqual([null, null]);
  await window.call('time.play', { pace: { kind: 'clock', ratio: 1 }, until: null });
  const socket = connectSocket({ port: tcp, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  socket.write('hello');
  await once(socket, 'data');
  expect((await listeningAt(ports)).map(({ protocol }) => protocol).toSorted()).toEqual(['tcp', 'udp']);
  const ended = new Promise((resolve) => socket.once('close', resolve));
  return { window, ports, ended };
}

describe('nothing is left of a gateway', () => {
  it('when the application ends: what crosses is reset, and no port stays open', async () => {
    const { ports, ended } = await application();
    await host!.close();
    host = null;
    await ended;
    expect(await listeningAt(ports)).toEqual([]);
  });

  it('when another project is opened', async () => {
    const { window, ports, ended } = await application();
    await window.call('simulation.open', { text: writeDocument(starterDocument()) });
    await ended;
    await until(async () => (await listeningAt(ports)).length === 0);
    expect(await listeningAt(ports)).toEqual([]);
  });

  it('when it is taken off the drawing', async () => {
    const { window, ports, ended } = await application();
    const change = { put: [], remove: ['gateway', 'cable0'] };
    await window.call('simulation.change', { change, future: 'refuse' });
    await ended;
    await until(async () => (await listeningAt(ports)).length === 0);
    expect(await listeningAt(ports)).toEqual([]);
  });

  it('when it is switched off', async () => {
    const { window, ports, ended } = await application();
    await window.call('gateways.off', { device: 'gateway' });
    await ended;
    expect(await listeningAt(ports)).toEqual([]);
  });
});
