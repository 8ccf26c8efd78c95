import { createSocket } from 'node:dgram';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { readdressed } from '#document/tunnel.ts';
import { FramePeer, freeUdpPort } from '#support/frame-peer.ts';
import { until } from '#support/waiting.ts';
import { tunnelDrawing, tunnelLab, type TunnelDrawing, type TunnelLab } from '#support/tunnel-lab.ts';

const labs: TunnelLab[] = [];
const peers: FramePeer[] = [];
afterEach(async () => {
  for (const lab of labs.splice(0)) await lab.close();
  for (const peer of peers.splice(0)) await peer.close();
});

interface Wanted extends Omit<TunnelDrawing, 'tunnel'> {
  address?: string;
  loopback?: '127.0.0.1' | '::1';
}

/** A drawn host behind a tunnel that is switched on, and a real peer at its other end. */
async function joined({ loopback = '127.0.0.1', ...drawing }: Wanted = {}): Promise<{
  lab: TunnelLab;
  peer: FramePeer;
}> {
  const port = await freeUdpPort(loopback);
  const peer = await FramePeer.at({ to: port, address: loopback });
  peers.push(peer);
  const lab = await tunnelLab(tunnelDrawing({ ...drawing, tunnel: { address: loopback, port, peer: peer.port } }));
  labs.push(lab);
  await lab.on();
  return { lab, peer };
}

async function printed(lab: TunnelLab): Promise<string> {
  const { rows } = await lab.session['trace.rows']({ from: 1, count: 2000, kinds: ['program.printed'] });
  return rows.map(({ detail }) => detail.line).join('\n');
}

describe('a tunnel that is switched on', () => {
  it.each(['127.0.0.1', '::1'] as const)('lets a real peer ping a drawn host, at %s', async (loopback) => {
    const { lab, peer } = await joined({ loopback });
    expect(await peer.ping('10.0.0.1', 'through the arch')).toBe('through the arch');
    expect(lab.view()).toMatchObject({ on: true, why: null, peer: 'heard', entered: { frames: 2 } });
    await until(() => lab.view().left.frames >= 2);
    // Unpadded: the ARP request had 42 bytes on its way in.
    const { rows } = await lab.session['trace.rows']({ from: 1, count: 2000, kinds: ['tunnel.padded'] });
    expect(rows.map(({ detail }) => detail.length)).toContain(42);
  });

  it('lets a drawn host ping a real peer, which it knows by ARP then', async () => {
    const { lab, peer } = await joined({ lines: [{ line: 'ping -c 2 -i 0.2 10.0.0.99', start: 20e6 }] });
    await until(async () => (await printed(lab)).includes('2 received'));
    expect(peer.frames.length).toBeGreaterThanOrEqual(3);
    const { tables } = await lab.session['devices.view']({ device: 'pc1' });
    expect(JSON.stringify(tables.find(({ name }) => name === 'arp'))).toContain('52:54:00:12:34:56');
    const switched = await lab.session['devices.view']({ device: 'switch1' });
    expect(JSON.stringify(switched.tables.find(({ name }) => name === 'mac'))).toContain('52:54:00:12:34:56');
  });

  it('sends every frame from the port it is bound to, each in a datagram of its own, without FCS', async () => {
    const port = await freeUdpPort();
    const socket = createSocket('udp4').bind({ port: 0, address: '127.0.0.1' });
    const came: { length: number; from: number }[] = [];
    socket.on('message', (bytes, from) => came.push({ length: bytes.length, from: from.port }));
    await new Promise((resolve) => socket.once('listening', resolve));
    const lab = await tunnelLab(
      tunnelDrawing({
        tunnel: { address: '127.0.0.1', port, peer: socket.address().port },
        lines: [{ line: 'ping -c 1 10.0.0.55', start: 1e6 }],
      }),
    );
    labs.push(lab);
    await lab.on();
    await until(() => came.length > 0);
    socket.close();
    expect(came[0]).toEqual({ length: 60, from: port });
  });

  it.each([14, 42, 59, 60, 1514, 9014])('takes a frame of %d bytes', async (length) => {
    const { lab, peer } = await joined({ cable: { mtu: 9000 } });
    const frame = Buffer.alloc(length, 7);
    frame.set([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x52, 0x54, 0, 0, 0, 1, 0x88, 0xb5]);
    await peer.send(frame);
    const arrived = async (): Promise<number> =>
      (await lab.session['trace.rows']({ from: 1, count: 100, kinds: ['frame.arrived'] })).rows.filter(
        ({ device }) => device === 'pc1',
      ).length;
    await until(async () => (await arrived()) > 0);
    expect(await arrived()).toBe(1);
    expect(lab.view().entered).toEqual({ frames: 1, bytes: length });
  });

  it('takes the longest datagram there is, and its cable says why it carries no such frame', async () => {
    const { lab, peer } = await joined();
    await peer.send(Buffer.alloc(65_507, 0xff));
    const drops = async (): Promise<unknown[]> =>
      (await lab.session['trace.rows']({ from: 1, count: 100, kinds: ['frame.dropped'] })).rows;
    await until(async () => (await drops()).length > 0);
    expect(await drops()).toMatchObject([
      { device: 'tunnel1', reason: 'frame-too-long', detail: { found: '65493', expected: '1500' } },
    ]);
  });

  it('counts what is no frame, and what comes from anybody but its peer, and lets neither in', async () => {
    const { lab, peer } = await joined();
    for (let length = 0; length < 14; length++) await peer.send(Buffer.alloc(length));
    const stranger = await FramePeer.at({ to: lab.view().ports.port });
    peers.push(stranger);
    await stranger.send(Buffer.alloc(60, 0xff));
    await until(() => lab.view().refused.stranger === 1);
    expect(lab.view()).toMatchObject({ entered: { frames: 0 }, refused: { short: 14, stranger: 1 } });
    const { total } = await lab.session['trace.rows']({ from: 1, count: 1, kinds: ['input.injected'] });
    expect(total).toBe(0);
  });

  it('says that nobody listens at the other end, and goes on as soon as somebody does', async () => {
    const [port, absent] = [await freeUdpPort(), await freeUdpPort()];
    const lab = await tunnelLab(
      tunnelDrawing({
        tunnel: { address: '127.0.0.1', port, peer: absent },
        lines: [{ line: 'ping -c 5 -i 0.2 10.0.0.99', start: 1e6 }],
      }),
    );
    labs.push(lab);
    expect(await lab.on()).toMatchObject({ why: null, peer: process.platform === 'linux' ? 'nobody' : 'quiet' });
    await until(() => lab.view().left.frames > 0);
    peers.push(await FramePeer.at({ port: absent, to: port }));
    await until(async () => (await printed(lab)).includes('bytes from 10.0.0.99'));
    expect(lab.view().peer).toBe('heard');
  });

  it('takes a flood without harm: what it cannot hold is counted, and the rest goes on', async () => {
    const { lab, peer } = await joined();
    const frame = Buffer.alloc(1000, 0xff);
    for (let at = 0; at < 20_000; at++) void peer.send(frame);
    await peer.send(frame);
    await until(() => lab.view().entered.frames > 0 && lab.view().waiting === 0);
    const { entered, refused } = lab.view();
    expect(entered.frames).toBeLessThanOrEqual(20_001);
    const { rows } = await lab.session['trace.rows']({ from: 1, count: 2000, kinds: ['input.injected'] });
    const inOneMoment = new Map<number, number>();
    for (const { time } of rows) inOneMoment.set(time, (inOneMoment.get(time) ?? 0) + 1);
    expect(Math.max(...inOneMoment.values())).toBeLessThanOrEqual(16);
    expect(refused).toMatchObject({ stranger: 0, short: 0, unsent: 0 });
    expect(await peer.ping('10.0.0.1', 'still here')).toBe('still here');
  });

  it('keeps frames that come while time stands, as many as a buffer holds, and drops the others', async () => {
    const { lab, peer } = await joined();
    expect(await peer.ping('10.0.0.1', 'before')).toBe('before');
    lab.pause();
    const facts = lab.facts();
    for (let at = 0; at < 400; at++) await peer.send(Buffer.alloc(1514, 0xff));
    await until(() => lab.view().refused.full > 0);
    expect(lab.view().waiting).toBeGreaterThan(100);
    expect(lab.view().waiting * 1514).toBeLessThanOrEqual(256 * 1024);
    expect(lab.facts()).toBe(facts);
    lab.play();
    await until(() => lab.view().waiting === 0);
    expect(await peer.ping('10.0.0.1', 'after')).toBe('after');
  });

  it('can be sought and lived again without a datagram', async () => {
    const { lab, peer } = await joined({ lines: [{ line: 'ping -c 2 -i 0.1 10.0.0.99', start: 1e6 }] });
    await peer.ping('10.0.0.1', 'first');
    await until(async () => (await printed(lab)).includes('2 received'));
    lab.pause();
    const rows = async (): Promise<string> =>
      JSON.stringify((await lab.session['trace.rows']({ from: 1, count: 2000, kinds: [] })).rows);
    const { time, cursor } = lab.session['time.pause']({}) as { time: number; cursor: number };
    const lived = await rows();
    await pause(50);
    const sent = peer.frames.length;
    for (const part of [0, 0.5, 0.9]) {
      await lab.session['time.seek']({ time: Math.floor(time * part) });
      await peer.send(Buffer.alloc(60, 0xff));
    }
    await lab.session['time.seekFact']({ seq: cursor });
    expect(await rows()).toBe(lived);
    await pause(50);
    expect(peer.frames).toHaveLength(sent);
  });
});

describe('two tunnels', () => {
  it('join two windows: a host drawn in one pings a host drawn in the other', async () => {
    const [here, there] = [await freeUdpPort(), await freeUdpPort()];
    const one = await tunnelLab(
      tunnelDrawing({
        tunnel: { address: '127.0.0.1', port: here, peer: there },
        lines: [{ line: 'ping -c 2 -i 0.2 10.0.0.2', start: 50e6 }],
      }),
    );
    const drawn = tunnelDrawing({ tunnel: { address: '127.0.0.1', port: there, peer: here }, address: '10.0.0.2' });
    const apart = new Map(readdressed(drawn.records, there).map((record) => [record.id, record]));
    const records = drawn.records.map((record) => apart.get(record.id) ?? record);
    const other = await tunnelLab({ ...drawn, records });
    labs.push(one, other);
    await other.on();
    await one.on();
    await until(async () => (await printed(one)).includes('2 received'));
    expect(other.view()).toMatchObject({ peer: 'heard', refused: { stranger: 0, full: 0 } });
    expect(one.view().entered.frames).toBe(other.view().left.frames);
    expect([one.view().doubled, other.view().doubled]).toEqual([null, null]);
  });

  it('tell of a MAC address that both drawings use', async () => {
    const [here, there] = [await freeUdpPort(), await freeUdpPort()];
    const one = await tunnelLab(tunnelDrawing({ tunnel: { address: '127.0.0.1', port: here, peer: there } }));
    const lines = [{ line: 'ping -c 1 10.0.0.1', start: 50e6 }];
    const tunnel = { address: '127.0.0.1', port: there, peer: here } as const;
    const other = await tunnelLab(tunnelDrawing({ tunnel, address: '10.0.0.2', lines }));
    labs.push(one, other);
    await one.on();
    await other.on();
    await until(() => one.view().doubled !== null);
    expect(one.view().doubled).toEqual({ device: 'pc1', mac: '02:00:00:00:00:01' });
  });

  it('cannot have one port: the second one says so, and opens when the first is off and it is switched on again', async () => {
    const { lab } = await joined();
    const { ports } = lab.view();
    const other = await tunnelLab(tunnelDrawing({ tunnel: ports }));
    labs.push(other);
    const taken = { name: 'sockets.port-in-use', parameters: { port: ports.port } };
    expect(await other.on()).toMatchObject({ on: true, why: taken });
    // What would leave by it is lost here, and said to be.
    const line = { type: 'line', text: 'ping -c 1 10.0.0.99' } as const;
    other.session['terminals.type']({ device: 'pc1', terminal: 'tty1', action: line, future: 'refuse' });
    const kinds = ['frame.outside', 'frame.dropped'];
    const ends = async (): Promise<string[]> =>
      (await other.session['trace.rows']({ from: 1, count: 9, kinds })).rows.map(({ reason }) => reason ?? 'outside');
    await until(async () => (await ends()).length > 0);
    expect((await ends())[0]).toBe('tunnel-off');
    await lab.off();
    expect(await other.on()).toMatchObject({ on: true, why: null });
  });
});

describe('the port of a tunnel', () => {
  async function isFree(port: number): Promise<boolean> {
    return FramePeer.at({ port, to: 9 }).then(
      (peer) => peer.close().then(() => true),
      () => false,
    );
  }

  it('is not opened when a project is opened, and is closed when the tunnel is switched off', async () => {
    const port = await freeUdpPort();
    const lab = await tunnelLab(tunnelDrawing({ tunnel: { address: '127.0.0.1', port, peer: 9999 } }));
    labs.push(lab);
    expect(await isFree(port)).toBe(true);
    await lab.on();
    expect(await isFree(port)).toBe(false);
    await lab.off();
    expect(await isFree(port)).toBe(true);
    expect(lab.view()).toMatchObject({ on: false, parted: null, why: null });
  });

  it('is closed when another project is opened', async () => {
    const { lab } = await joined();
    const { port } = lab.view().ports;
    await lab.session['simulation.open']({ text: JSON.stringify(tunnelDrawing({ tunnel: undefined })) });
    await until(() => !lab.view().on);
    expect(lab.view().parted).toBe('history');
    expect(await isFree(port)).toBe(true);
  });

  it('is closed when the device is removed or set otherwise', async () => {
    for (const change of ['remove', 'set'] as const) {
      const { lab } = await joined();
      const { port } = lab.view().ports;
      const drawing = tunnelDrawing({ tunnel: { address: '127.0.0.1', port: 4000, peer: 4001 } });
      const tunnel = drawing.records.find(({ id }) => id === 'tunnel1')!;
      const put = change === 'set' ? [{ ...tunnel }] : [];
      const remove = change === 'set' ? [] : ['tunnel1', 'cable2'];
      await lab.session['simulation.change']({ change: { put, remove }, future: 'replace' });
      await until(() => !lab.view().on);
      expect(lab.view().parted).toBe('lines');
      expect(await isFree(port)).toBe(true);
    }
  });

  it('is closed while the device has no power, and opened when it has some again', async () => {
    const { lab, peer } = await joined();
    const { ports } = lab.view();
    const drawing = tunnelDrawing({ tunnel: ports });
    const tunnel = drawing.records.find(({ id }) => id === 'tunnel1')!;
    const power = (powered: boolean): unknown =>
      lab.session['simulation.change']({
        change: { put: [powered ? { ...tunnel } : { ...tunnel, powered }], remove: [] },
        future: 'replace',
      });
    power(false);
    await until(() => lab.view().why !== null);
    expect(lab.view()).toMatchObject({ on: true, why: { name: 'gateway.no-power' } });
    expect(await isFree(ports.port)).toBe(true);
    power(true);
    await until(() => lab.view().why === null);
    await until(async () => !(await isFree(ports.port)));
    expect(await peer.ping('10.0.0.1', 'again')).toBe('again');
  });

  it('is closed when a new future begins, in which nothing leaves by the tunnel', async () => {
    const { lab, peer } = await joined();
    await peer.ping('10.0.0.1', 'before');
    await until(() => lab.now() > 20e6);
    await peer.ping('10.0.0.1', 'later');
    lab.pause();
    await lab.session['time.seek']({ time: 1e6 });
    await lab.session['terminals.type']({
      device: 'pc1',
      terminal: 'tty1',
      action: { type: 'line', text: 'ping -c 1 10.0.0.99' },
      future: 'replace',
    });
    await until(() => !lab.view().on);
    expect(lab.view().parted).toBe('history');
    const sent = peer.frames.length;
    await lab.session['time.seek']({ time: 500e6 });
    const kinds = ['input.typed', 'frame.outside', 'frame.dropped'];
    const { rows } = await lab.session['trace.rows']({ from: 1, count: 500, kinds });
    const since = rows.slice(rows.findIndex(({ kind }) => kind === 'input.typed') + 1);
    expect(since.map(({ kind, reason }) => `${kind} ${reason}`)).toEqual(['frame.dropped tunnel-off']);
    expect(peer.frames).toHaveLength(sent);
  });

  it('leads nowhere after it was switched off in the past, once time goes on at the newest moment', async () => {
    const { lab, peer } = await joined();
    await peer.ping('10.0.0.1', 'before');
    lab.pause();
    const { time } = await lab.session['time.seek']({ time: 0 });
    expect(time).toBe(0);
    await lab.off();
    await lab.session['time.seek']({ time: 1e12 });
    lab.pause();
    lab.play();
    const line = { type: 'line', text: 'ping -c 1 10.0.0.98' } as const;
    await lab.session['terminals.type']({ device: 'pc1', terminal: 'tty1', action: line, future: 'refuse' });
    const { rows } = await lab.session['trace.rows']({ from: 1, count: 2000, kinds: ['input.typed'] });
    const dropped = async (): Promise<boolean> =>
      (await lab.session['trace.rows']({ from: 1, count: 2000, kinds: ['frame.dropped'] })).rows.some(
        ({ seq, reason }) => seq > rows[0]!.seq && reason === 'tunnel-off',
      );
    await until(dropped);
    expect(await dropped()).toBe(true);
  });

  it('is refused without ports, in the past, and where there is no tunnel', async () => {
    const lab = await tunnelLab(tunnelDrawing({ tunnel: undefined }));
    labs.push(lab);
    await expect(lab.on()).rejects.toMatchObject({ problem: { name: 'tunnel.without-ports' } });
    await expect(lab.on('pc1')).rejects.toMatchObject({ problem: { name: 'tunnel.none-here' } });
    const { lab: second, peer } = await joined();
    await peer.ping('10.0.0.1', 'something happens');
    await second.off();
    await pause(50);
    second.pause();
    await second.session['time.seek']({ time: 0 });
    await expect(second.on()).rejects.toMatchObject({ problem: { name: 'gateway.in-the-past' } });
  });

  it('is closed with the application, and when the simulation is lost', async () => {
    const { lab } = await joined();
    const { port } = lab.view().ports;
    await lab.close();
    expect(await isFree(port)).toBe(true);
    const { lab: second } = await joined();
    second.part();
    await until(() => !second.view().on);
    expect(second.view().parted).toBe('thread');
    expect(await isFree(second.view().ports.port)).toBe(true);
  });
});
