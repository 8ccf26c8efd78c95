import { connect } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeviceRecord, HopDocument } from '#document/records.ts';
import { createGateways } from '#host/gateways.ts';
import { listeningAt } from '#support/real-sockets.ts';
import { until } from '#support/waiting.ts';
import { freePort, gatewayDrawing, gatewayLab, type GatewayLab } from '#support/gateway-lab.ts';

let lab: GatewayLab | null = null;
afterEach(async () => {
  await lab?.close();
  lab = null;
});

/** Draws the gateway anew, as an edit of the drawing does. */
async function redraw(it: GatewayLab, drawing: HopDocument, change: Partial<DeviceRecord>): Promise<void> {
  const record = drawing.records.find((one): one is DeviceRecord => one.type === 'device' && one.kind === 'gateway')!;
  await it.session['simulation.change']({ change: { put: [{ ...record, ...change }], remove: [] }, future: 'refuse' });
}

describe('a gateway that loses its power', () => {
  it('resets what crosses it and closes its real ports, and opens them again with the power', async () => {
    const port = await freePort();
    const drawing = gatewayDrawing({
      inward: [{ protocol: 'tcp', port, to: 7 }],
      outward: [{ port: 5000, to: await freePort() }],
      server: ['echo-server -p 7'],
    });
    const it = (lab = await gatewayLab(drawing));
    await it.on();
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('error', () => undefined);
    socket.write('hello');
    await once(socket, 'data');
    const [error] = (await Promise.all([
      once(socket, 'error'),
      redraw(it, drawing, { powered: false }),
    ])) as unknown as [[NodeJS.ErrnoException]];
    expect(error[0].code).toBe('ECONNRESET');
    await until(() => it.view().doors.every(({ why }) => why?.name === 'gateway.no-power'));
    expect(it.view()).toMatchObject({ on: true, parted: null });
    expect(await listeningAt([port])).toEqual([]);

    await redraw(it, drawing, {});
    await until(() => it.view().doors.every(({ why }) => why === null));
    const again = connect({ port, host: '127.0.0.1' });
    again.write('again');
    expect(String((await once(again, 'data'))[0])).toBe('again');
    again.destroy();
    // Its drawn ports are open too.
    const tables = await it.session['devices.view']({ device: 'gateway' });
    const sockets = tables.tables.find(({ name }) => name === 'sockets')!;
    const at = (column: string): number => sockets.columns.indexOf(column);
    expect(sockets.rows.map((row) => `${row[at('local')]} ${row[at('state')]}`)).toContain('0.0.0.0:5000 LISTEN');
  });

  it('opens no port when it is switched on without power, until it has some', async () => {
    const port = await freePort();
    const drawing = gatewayDrawing({ inward: [{ protocol: 'tcp', port, to: 7 }] });
    const it = (lab = await gatewayLab(drawing));
    await redraw(it, drawing, { powered: false });
    expect((await it.on()).doors.map(({ why }) => why?.name)).toEqual(['gateway.no-power']);
    expect(await listeningAt([port])).toEqual([]);
    await redraw(it, drawing, {});
    await until(async () => (await listeningAt([port])).length === 1);
  });

  it('can be sought through afterwards: losing it and having it again are part of the history', async () => {
    const port = await freePort();
    const drawing = gatewayDrawing({
      inward: [{ protocol: 'tcp', port, to: 7 }],
      outward: [{ port: 5000, to: await freePort() }],
      server: ['echo-server -p 7'],
    });
    const it = (lab = await gatewayLab(drawing));
    await it.on();
    await redraw(it, drawing, { powered: false });
    await pause(50);
    await redraw(it, drawing, {});
    await until(async () => (await listeningAt([port])).length === 1);
    it.pause();
    const facts = it.facts();
    await it.session['time.seekFact']({ seq: 0 });
    expect((await it.session['time.seekFact']({ seq: facts })).cursor).toBe(facts);
  });
});

describe('a gateway that is parted', () => {
  it('says that its lines were changed, and closes the ports it had', async () => {
    const port = await freePort();
    const drawing = gatewayDrawing({ inward: [{ protocol: 'tcp', port, to: 7 }] });
    const it = (lab = await gatewayLab(drawing));
    await it.on();
    await redraw(it, drawing, { loopback: { inward: [], outward: [] } });
    await until(() => !it.view().on);
    expect(it.view().parted).toBe('lines');
    await until(async () => (await listeningAt([port])).length === 0);
  });

  it('says that another history is looked at, and nothing when a person switched it off', async () => {
    const port = await freePort();
    const it = (lab = await gatewayLab(gatewayDrawing({ inward: [{ protocol: 'tcp', port, to: 7 }] })));
    await it.on();
    await it.session['branches.fork']({ name: null });
    await until(() => !it.view().on);
    expect(it.view().parted).toBe('history');
    await it.on();
    expect(await it.off()).toMatchObject({ on: false, parted: null });
  });

  it('leaves time as it was chosen before, from the moment on at which nobody real takes part', async () => {
    const it = (lab = await gatewayLab(gatewayDrawing({ outward: [{ port: 5000, to: await freePort() }] })));
    const hop = { kind: 'hop', wall: 300 } as const;
    const chosen = await it.session['time.play']({ pace: hop, until: null });
    expect(chosen.pace).toEqual(hop);
    await it.on();
    expect((await it.session['time.play']({ pace: hop, until: null })).pace).toEqual({ kind: 'clock', ratio: 1 });
    await it.off();
    expect((await it.session['time.pause']({})).pace).toEqual(hop);
  });
});

describe('what windows are told of gateways', () => {
  it('comes at most every tenth of a second, however many connections come and go', async () => {
    const port = await freePort();
    let announced = 0;
    const gateways = createGateways({
      worker: {
        call: (async (name: string) =>
          name === 'bridge.on'
            ? { powered: true, inward: [{ protocol: 'tcp', port, address: '10.0.0.2', to: 7 }], outward: [] }
            : {}) as never,
        on: () => () => undefined,
      },
      changed: () => announced++,
      log: () => undefined,
    });
    await gateways.handlers['gateways.on']({ device: 'gateway' });
    const began = performance.now();
    for (let at = 0; at < 200; at++) {
      const socket = connect({ port, host: '127.0.0.1' });
      await once(socket, 'connect');
      socket.destroy();
    }
    await pause(250);
    const longest = (performance.now() - began) / 100 + 2;
    expect(announced).toBeGreaterThan(1);
    expect(announced).toBeLessThanOrEqual(longest);
    expect(gateways.handlers['gateways.list']({})).toMatchObject({ gateways: [{ doors: [{ total: 200 }] }] });
    await gateways.close();
  });
});
