import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { DrawnEvent, RealEvent } from '#contract/bridge.ts';
import type { GatewayView } from '#contract/gateways.ts';
import { createGateways, type HostGateways } from '#host/gateways.ts';
import { portionsOf } from '#host/portions.ts';
import { freePort } from '#support/gateway-lab.ts';

const DEVICE = { device: 'gateway' };

let gateways: HostGateways | null = null;
afterEach(async () => {
  await gateways?.close();
  gateways = null;
});

/** The host's side of a gateway with one inward port, beside a simulation that only listens. */
function switchboard(protocol: 'tcp' | 'udp', port: number) {
  const told: RealEvent[] = [];
  let tell: (payload: { events: DrawnEvent[] }) => void = () => undefined;
  /** Called when the simulation has just said how the gateway is set. */
  const it = { told, tell: (event: DrawnEvent) => tell({ events: [event] }), joined: () => undefined as void };
  gateways = createGateways({
    worker: {
      call: (async (name: string, parameters: { events: RealEvent[] }) => {
        if (name === 'bridge.tell') told.push(...parameters.events);
        if (name !== 'bridge.on') return {};
        setImmediate(() => it.joined());
        return {
          powered: true,
          inward: [{ protocol, port, address: '10.0.0.2', to: 7 }],
          outward: [{ port: 9, to: 9, error: null }],
        };
      }) as never,
      on: ((_name: string, heard: typeof tell) => {
        tell = heard;
        return () => undefined;
      }) as never,
    },
    changed: () => undefined,
    log: (what, error) => {
      throw new Error(what, { cause: error });
    },
  });
  return { ...gateways.handlers, it };
}

/** Whether somebody listens at a TCP port of 127.0.0.1. */
function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

describe('switching a gateway on and off', () => {
  it('opens its ports once when it is switched on twice at once, and closes them all', async () => {
    const port = await freePort();
    const calls = switchboard('tcp', port);
    const views = (await Promise.all([
      calls['gateways.on'](DEVICE),
      calls['gateways.on'](DEVICE),
      calls['gateways.on'](DEVICE),
    ])) as GatewayView[];
    expect(views.map(({ doors }) => doors[0]!.why)).toEqual([null, null, null]);
    expect(await isOpen(port)).toBe(true);
    await calls['gateways.off'](DEVICE);
    expect(await isOpen(port)).toBe(false);
  });

  it('stays closed when it was parted from the network while its ports were being opened', async () => {
    const port = await freePort();
    const calls = switchboard('tcp', port);
    calls.it.joined = () => calls.it.tell({ what: 'parted', ...DEVICE, why: 'history' });
    await calls['gateways.on'](DEVICE);
    await pause(50);
    expect(calls['gateways.list']({})).toMatchObject({ gateways: [{ on: false }] });
    expect(await isOpen(port)).toBe(false);
  });

  it('refuses a drawn program that connects to a gateway that is closed by now', async () => {
    const calls = switchboard('tcp', await freePort());
    calls.it.tell({ what: 'connect', connection: 2, ...DEVICE, rule: 0 });
    await pause(50);
    expect(calls.it.told).toEqual([{ what: 'reset', connection: 2 }]);
  });

  it('holds no more datagrams of a peer than a socket would, however small they are', async () => {
    const port = await freePort();
    const calls = switchboard('udp', port);
    await calls['gateways.on'](DEVICE);
    const peer = createSocket('udp4');
    const data = (): number => calls.it.told.filter(({ what }) => what === 'data').length;
    for (let round = 0; round < 40; round++) {
      for (let at = 0; at < 100; at++) peer.send('', port, '127.0.0.1');
      await pause(5);
    }
    expect(data()).toBe(1024);
    const { connection } = calls.it.told[0] as { connection: number };
    calls.it.tell({ what: 'taken', connection, length: 0 });
    peer.send('', port, '127.0.0.1');
    await pause(50);
    peer.close();
    expect(data()).toBe(1025);
  });
});

describe('what real sockets tell at once', () => {
  it('goes in messages that pass the gate, in order', () => {
    const data = (connection: number): RealEvent => ({ what: 'data', connection, bytes: new Uint8Array(1 << 20) });
    const events = Array.from({ length: 20 }, (_, at) => data(at + 1));
    expect(portionsOf(events).map(({ length }) => length)).toEqual([8, 8, 4]);
    expect(portionsOf(events).flat()).toEqual(events);
    const small = Array.from({ length: 25_000 }, (): RealEvent => ({ what: 'end', connection: 1 }));
    expect(portionsOf(small).map(({ length }) => length)).toEqual([10_000, 10_000, 5000]);
    expect(portionsOf([])).toEqual([]);
  });
});
