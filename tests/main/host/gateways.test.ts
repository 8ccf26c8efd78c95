import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import {
  freePort,
  GATEWAY,
  gatewayDrawing,
  gatewayLab,
  type GatewayDrawing,
  type GatewayLab,
} from '#support/gateway-lab.ts';
import { digest, noise } from '#support/real-programs.ts';
import { until } from '#support/waiting.ts';

const run = promisify(execFile);

let lab: GatewayLab | null = null;
const servers: Server[] = [];
afterEach(async () => {
  await lab?.close();
  lab = null;
  for (const server of servers.splice(0)) server.close();
});

async function opened(drawing: GatewayDrawing): Promise<GatewayLab> {
  lab = await gatewayLab(gatewayDrawing(drawing));
  await lab.on();
  return lab;
}

/** A real server on loopback; `came` gets each connection. */
async function realServer(came: (socket: Socket) => void): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    // What is under way when a lab is closed is reset.
    socket.on('error', () => undefined);
    came(socket);
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function readAll(socket: Socket): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of socket) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a gateway that is switched on', () => {
  it('lets curl fetch a page of a drawn web server, whose packets cross the drawn routers', async () => {
    const port = await freePort();
    const files = [{ path: '/index.html', text: '<h1>drawn</h1>' }];
    const it = await opened({
      inward: [{ protocol: 'tcp', port, to: 80 }],
      server: ['http-server'],
      files,
      routers: 2,
    });
    const { stdout } = await run('curl', ['-sS', '--max-time', '20', `http://127.0.0.1:${port}/index.html`]);
    expect(stdout).toBe('<h1>drawn</h1>');
    it.pause();
    const rows = it.session['trace.rows']({ from: 1, count: 2000, kinds: ['tcp.state'] });
    const states = (await rows).rows.map(({ device, detail }) => `${device} ${detail.to}`);
    expect(states).toContain('gateway ESTABLISHED');
    expect(states).toContain('server ESTABLISHED');
    expect(it.view().doors[0]).toMatchObject({ total: 1, why: null });
    expect(it.view().doors[0]!.left).toBeGreaterThan(14);
  });

  it('echoes a megabyte byte for byte, and passes a half-close on both ways', async () => {
    const port = await freePort();
    await opened({ inward: [{ protocol: 'tcp', port, to: 7 }], server: ['echo-server -p 7'], routers: 1 });
    const bytes = Buffer.from(Array.from({ length: 1 << 20 }, (_, at) => (at * 7 + (at >> 8)) & 0xff));
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const back = readAll(socket);
    // The FIN follows the last byte; the echo server answers all before it closes too.
    socket.end(bytes);
    const echoed = await back;
    expect(echoed.length).toBe(bytes.length);
    expect(digest(echoed)).toBe(digest(bytes));
  });

  it('is as slow as the drawn cables: their delay is waited for by the wall, and what they lose is sent again', async () => {
    const port = await freePort();
    const it = await opened({
      inward: [{ protocol: 'tcp', port, to: 7 }],
      server: ['echo-server -p 7'],
      cable: { delay: 60_000_000, directions: [{ drop: [6, 9] }, { drop: [8] }] },
    });
    const bytes = noise(50_000);
    const began = performance.now();
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const back = readAll(socket);
    socket.end(bytes);
    expect(digest(await back)).toBe(digest(bytes));
    // ARP, the handshake, and the bytes there and back: three round trips of 120 ms, which no machine can hurry.
    expect(performance.now() - began).toBeGreaterThan(360);
    const { rows } = await it.session['trace.rows']({ from: 1, count: 2000, kinds: ['tcp.retransmitted'] });
    expect(rows.length).toBeGreaterThan(0);
  }, 60_000);

  it('lets a drawn program reach a real server', async () => {
    let heard = '';
    const real = await realServer((socket) => {
      socket.setEncoding('utf8').on('data', (text) => (heard += text));
      socket.on('end', () => socket.end('from the real side\n'));
    });
    const it = await opened({
      outward: [{ port: 5000, to: real }],
      later: [{ line: `curl -s http://${GATEWAY}:5000/hello`, start: 0 }],
      routers: 1,
    });
    for (let waited = 0; waited < 200 && !heard.includes('\r\n\r\n'); waited++) await sleep(25);
    expect(heard).toMatch(/^GET \/hello HTTP\/1\.1\r\n/);
    expect(it.view().doors[0]).toMatchObject({ direction: 'outward', total: 1, why: null });
  });

  it('tells a real client at once when the drawn server refuses', async () => {
    const port = await freePort();
    await opened({ inward: [{ protocol: 'tcp', port, to: 81 }] });
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('error', () => undefined);
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
  });

  it('resets the drawn end when the real client resets, and when no real server is there', async () => {
    const [port, nobody] = [await freePort(), await freePort()];
    const it = await opened({
      inward: [{ protocol: 'tcp', port, to: 7 }],
      outward: [{ port: 5000, to: nobody }],
      server: ['echo-server -p 7'],
      later: [{ line: `curl -s http://${GATEWAY}:5000/`, start: 1 }],
    });
    const socket = connect({ port, host: '127.0.0.1' });
    socket.write('hello');
    await once(socket, 'data');
    socket.resetAndDestroy();
    const resets = async (): Promise<string[]> => {
      const { rows } = await it.session['trace.rows']({ from: 1, count: 2000, kinds: ['tcp.failed'] });
      return rows.map(({ device, detail }) => `${device} ${detail.error}`);
    };
    for (let waited = 0; waited < 200 && (await resets()).length < 2; waited++) await sleep(25);
    expect(await resets()).toEqual(['server ECONNRESET', 'server ECONNRESET']);
  });

  it('carries datagrams both ways, each whole, for each peer apart', async () => {
    const port = await freePort();
    await opened({ inward: [{ protocol: 'udp', port, to: 7 }], server: ['echo-server -p 7'] });
    const peers = [createSocket('udp4'), createSocket('udp4')];
    try {
      const heard = peers.map((peer) => once(peer, 'message') as Promise<[Buffer]>);
      peers.forEach((peer, index) => peer.send(`datagram ${index}`, port, '127.0.0.1'));
      const answers = await Promise.all(heard);
      expect(answers.map(([bytes]) => bytes.toString())).toEqual(['datagram 0', 'datagram 1']);
    } finally {
      peers.forEach((peer) => peer.close());
    }
  });

  it('serves a hundred connections at once, each its own bytes, and is left by all of them', async () => {
    const port = await freePort();
    const it = await opened({ inward: [{ protocol: 'tcp', port, to: 7 }], server: ['echo-server -p 7'], routers: 1 });
    const clients = await Promise.all(
      Array.from({ length: 100 }, async (_, at) => {
        const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
        socket.write(`connection ${at}`);
        await once(socket, 'readable');
        expect(String(socket.read())).toBe(`connection ${at}`);
        return { socket, bytes: noise(20_000 + at) };
      }),
    );
    expect(it.view().doors[0]).toMatchObject({ connections: 100, total: 100 });
    const digests = await Promise.all(
      clients.map(async ({ socket, bytes }) => {
        const back = readAll(socket);
        socket.end(bytes);
        return digest(await back);
      }),
    );
    expect(digests).toEqual(clients.map(({ bytes }) => digest(bytes)));
    await until(() => it.view().doors[0]!.connections === 0);
  }, 60_000);

  it('makes a real program wait while time stands, and holds no more of what it sends than a window', async () => {
    const port = await freePort();
    const it = await opened({ inward: [{ protocol: 'tcp', port, to: 9 }], server: ['sink -p 9'] });
    const socket = connect({ port, host: '127.0.0.1' });
    socket.write('first');
    for (let waited = 0; waited < 200 && it.view().doors[0]!.entered < 5; waited++) await sleep(25);
    it.pause();
    const facts = it.facts();
    const bytes = Buffer.alloc(32 * 1024 * 1024);
    let done = false;
    socket.write(bytes, () => (done = true));
    await sleep(400);
    expect(done).toBe(false);
    expect(it.view().doors[0]!.entered).toBeLessThan(1024 * 1024);
    expect(it.facts()).toBe(facts);
    socket.resetAndDestroy();
  });

  it('says which port is taken, and opens the others', async () => {
    const taken = await realServer(() => undefined);
    const port = await freePort();
    lab = await gatewayLab(
      gatewayDrawing({
        inward: [
          { protocol: 'tcp', port: taken, to: 80 },
          { protocol: 'tcp', port, to: 80 },
        ],
      }),
    );
    const view = await lab.on();
    expect(view.doors.map(({ why }) => why)).toEqual([
      { name: 'sockets.port-in-use', parameters: { port: taken } },
      null,
    ]);
  });

  it('leaves nothing open when it is switched off, and when another project is opened', async () => {
    const port = await freePort();
    const it = await opened({ inward: [{ protocol: 'tcp', port, to: 7 }], server: ['echo-server -p 7'] });
    const socket = connect({ port, host: '127.0.0.1' });
    await once(socket, 'connect');
    const closed = once(socket, 'close').catch(() => undefined);
    socket.on('error', () => undefined);
    expect((await it.off()).on).toBe(false);
    await closed;
    await it.on();
    await it.session['simulation.open']({ text: '{"format":"hopscope","version":1,"title":"","seed":1,"records":[]}' });
    for (let waited = 0; waited < 100 && it.view().on; waited++) await sleep(10);
    const refused = connect({ port, host: '127.0.0.1' });
    const [error] = (await once(refused, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });

  it('closes its ports when it is taken off the drawing', async () => {
    const port = await freePort();
    const it = await opened({ inward: [{ protocol: 'tcp', port, to: 7 }] });
    await it.session['simulation.change']({ change: { put: [], remove: ['gateway', 'cable0'] }, future: 'refuse' });
    for (let waited = 0; waited < 100 && it.view().on; waited++) await sleep(10);
    expect(it.view().on).toBe(false);
  });

  it('opens its drawn ports again after a new future has begun in which they were open', async () => {
    const outward = [{ port: 5000, to: await freePort() }];
    const it = await opened({ outward, later: [{ line: 'date', start: 9e8 }] });
    await it.session['time.seek']({ time: 1e9 });
    await it.session['time.seek']({ time: 5e8 });
    const action = { type: 'line', text: 'date' } as const;
    await it.session['terminals.type']({ device: 'server', terminal: 't', action, future: 'replace' });
    for (let waited = 0; waited < 100 && it.view().on; waited++) await sleep(10);
    expect(it.view().on).toBe(false);
    expect((await it.on()).doors.map(({ why }) => why)).toEqual([null]);
  });

  it('can be sought and replayed afterwards without a socket: every byte from outside is an input', async () => {
    const port = await freePort();
    const it = await opened({ inward: [{ protocol: 'tcp', port, to: 7 }], server: ['echo-server -p 7'] });
    const socket = connect({ port, host: '127.0.0.1' });
    socket.write('remember me');
    await once(socket, 'data');
    socket.destroy();
    await sleep(100);
    await it.off();
    it.pause();
    const facts = it.facts();
    // The trace throws when a replay does not repeat what happened.
    await it.session['time.seekFact']({ seq: 0 });
    const end = await it.session['time.seekFact']({ seq: facts });
    expect(end.cursor).toBe(facts);
  });
});
