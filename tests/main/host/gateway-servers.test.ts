/** Gateways and the servers of this machine, and a hundred megabytes from one real program to another. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort, GATEWAY, gatewayDrawing, gatewayLab } from '#support/gateway-lab.ts';
import type { GatewayDrawing, GatewayLab } from '#support/gateway-lab.ts';
import {
  digest,
  endOf,
  NC_HALF_CLOSE,
  noise,
  realProgram,
  realServer,
  runReal,
  textOf,
} from '#support/real-programs.ts';
import { settled, until } from '#support/waiting.ts';

const MEGABYTE = 1024 * 1024;

let lab: GatewayLab | null = null;
const servers: { close(): void }[] = [];
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

/** The port of a real server that is closed after the test. */
async function served(came: (socket: Socket) => void): Promise<number> {
  const server = await realServer(came);
  servers.push(server);
  return server.port;
}

describe('a real server', () => {
  it('of Node answers a drawn client, and a drawn proxy takes two megabytes to it and back', async (context) => {
    const curl = realProgram(context, 'curl');
    const server = createHttpServer(async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      response.setHeader('x-digest', digest(Buffer.concat(pieces)));
      response.end(Buffer.concat(pieces));
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const port = await freePort();
    await opened({
      inward: [{ protocol: 'tcp', port, to: 80 }],
      outward: [{ port: 5000, to: (server.address() as AddressInfo).port }],
      server: [`reverse-proxy -p 80 ${GATEWAY}:5000`],
      routers: 3,
    });
    const bytes = noise(2 * MEGABYTE);
    const words = ['-sS', '--max-time', '110', '-H', 'Expect:', '--data-binary', '@-', '-i'];
    const { output } = await runReal(curl, [...words, `http://127.0.0.1:${port}/`], bytes);
    const end = output.indexOf('\r\n\r\n') + 4;
    expect(output.toString('latin1', 0, end).toLowerCase()).toContain(`x-digest: ${digest(bytes)}`);
    expect(digest(output.subarray(end))).toBe(digest(bytes));
    server.closeAllConnections();
  }, 120_000);

  it('nc hears a drawn client, and its end of the connection is the end of the drawn one', async (context) => {
    const nc = realProgram(context, 'nc');
    const port = await freePort();
    const listening = spawn(nc, [...NC_HALF_CLOSE, '-l', '127.0.0.1', `${port}`]);
    listening.stdin.end('HTTP/1.0 200 OK\r\n\r\nreal words');
    const heard = endOf(listening);
    const it = await opened({
      outward: [{ port: 5000, to: port }],
      later: [{ line: `curl -s http://${GATEWAY}:5000/from-the-drawing`, start: 3e8 }],
      routers: 1,
    });
    expect((await heard).output.toString()).toMatch(/^GET \/from-the-drawing HTTP\/1\.1\r\n/);
    await until(async () => (await it.session['simulation.programs']({})).programs[0]!.state === 'ended');
    expect((await it.session['simulation.programs']({})).programs[0]!.status).toBe(0);
  });

  it('that resets, and one that is not there, are both told to the drawn client', async () => {
    const [resetting, nobody] = [await served((socket) => void socket.resetAndDestroy()), await freePort()];
    const it = await opened({
      outward: [
        { port: 5000, to: resetting },
        { port: 5001, to: nobody },
      ],
      later: [
        { line: `curl -sS http://${GATEWAY}:5000/`, start: 1e8 },
        { line: `curl -sS http://${GATEWAY}:5001/`, start: 1e8 },
      ],
      routers: 1,
    });
    const standings = async () => (await it.session['simulation.programs']({})).programs;
    await until(async () => (await standings()).every(({ state }) => state === 'ended'));
    // curl's own number for a connection that was reset while it waited for the answer.
    expect((await standings()).map(({ status }) => status)).toEqual([56, 56]);
  });

  it('that reads slowly slows the drawn sender, whose bytes wait in its own buffer', async () => {
    let reading: Socket | null = null;
    const real = await served((socket) => void (reading = socket.pause()));
    const total = 32 * MEGABYTE;
    const it = await opened({
      outward: [{ port: 5000, to: real }],
      later: [{ line: `source -n 32 -s 1M ${GATEWAY} 5000`, start: 0 }],
    });
    expect(await settled(() => it.view().doors[0]!.left)).toBeLessThan(total / 2);
    let came = 0;
    (reading as Socket | null)!.on('data', (bytes) => (came += bytes.length)).resume();
    await until(() => came === total);
    expect(it.view().doors[0]!.left).toBe(total);
  }, 60_000);
});

describe('a hundred megabytes', () => {
  it('cross three routers from one real program to another, byte for byte, and go on through a pause', async () => {
    const total = 100 * MEGABYTE;
    const [sent, came] = [createHash('sha256'), createHash('sha256')];
    let length = 0;
    let ended = false;
    const real = await served((socket) => {
      socket.on('data', (bytes) => {
        came.update(bytes);
        length += bytes.length;
      });
      socket.once('end', () => {
        ended = true;
        socket.end('thank you');
      });
    });
    const port = await freePort();
    const it = await opened({
      inward: [{ protocol: 'tcp', port, to: 5000 }],
      far: [{ port: 5000, to: real }],
      routers: 3,
    });
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const answer = textOf(socket);
    const piece = noise(MEGABYTE);
    for (let at = 0; at < total; at += piece.length) {
      piece.writeUInt32BE(at, 0);
      sent.update(piece);
      // A copy: what is written must not change before it has gone.
      if (!socket.write(Buffer.from(piece))) await once(socket, 'drain');
      if (at === total / 2) {
        it.pause();
        await pause(200);
        it.play();
      }
    }
    socket.end();
    expect(await answer).toBe('thank you');
    expect([ended, length]).toEqual([true, total]);
    expect(came.digest('hex')).toBe(sent.digest('hex'));
  }, 180_000);
});
