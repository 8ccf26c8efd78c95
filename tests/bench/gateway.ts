/**
 * What a gateway costs real programs, against a plain loopback proxy in the same run: figures, no gate. Part of
 * `npm run bench`, alone with `npm run bench -- gateway`; run by itself with `--json` it prints one object.
 *
 * Client and server are real sockets of this process. Between them stands one process at a time: a proxy that copies
 * bytes, or the application without a window (its host and its simulation thread), with a drawing of two gateways and as
 * many routers between them. The client goes in at the first, the second leads out to the server. Every drawn cable has
 * 1 Gbit/s and no delay, so that what is measured is the work, not the drawing.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROUTERS = [0, 3];
/** Bytes sent in one direction, and at once. */
const BULK = { proxy: 512 * 2 ** 20, gateway: 64 * 2 ** 20 };
const PIECE = Buffer.alloc(256 * 1024, 'hopscope ');
/** Bytes that go there and back, how often, and how often before that. */
const ASKED = Buffer.alloc(64, 'a');
const ROUNDS = 500;
const BEFORE = 100;
/** Connections opened one after the other, each for one question. */
const CONNECTIONS = 100;

interface Through {
  name: string;
  /** Million bytes a second, one way. */
  throughput: number;
  /** ms of the processor of what stands between, for a million bytes. */
  processor: number;
  /** ms there and back over a connection that is open: the middle one, and one in a hundred takes longer. */
  usual: number;
  slow: number;
  /** ms to connect, ask and be answered. */
  opening: number;
}

/** What stands between, told where the server is, and its process. */
async function between(what: string, server: number): Promise<{ port: number; child: ChildProcess }> {
  const program = fileURLToPath(new URL('between.ts', import.meta.url));
  const child = fork(program, [what, `${server}`], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { port, child };
}

async function asked(child: ChildProcess): Promise<number> {
  child.send('processor');
  const [{ processor }] = (await once(child, 'message')) as [{ processor: number }];
  return processor;
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.setNoDelay(true);
  await once(socket, 'connect');
  return socket;
}

/** ms of one question and its answer. */
async function ask(socket: Socket): Promise<number> {
  const began = performance.now();
  socket.write(ASKED);
  let came = 0;
  while (came < ASKED.length) came += ((await once(socket, 'data')) as [Buffer])[0].length;
  return performance.now() - began;
}

async function measure(name: string, what: string, servers: { echo: number; sink: number }): Promise<Through> {
  const echo = await between(what, servers.echo);
  const socket = await open(echo.port);
  const times: number[] = [];
  for (let round = -BEFORE; round < ROUNDS; round++) {
    const time = await ask(socket);
    if (round >= 0) times.push(time);
    // As a person's program asks now and then: what waits for a tick is not asked just after one.
    if (round % 10 === 0) await pause(5);
  }
  socket.destroy();
  const openings: number[] = [];
  for (let at = 0; at < CONNECTIONS; at++) {
    const began = performance.now();
    const one = await open(echo.port);
    await ask(one);
    openings.push(performance.now() - began);
    one.destroy();
  }
  echo.child.kill();

  const sink = await between(what, servers.sink);
  const length = what === 'proxy' ? BULK.proxy : BULK.gateway;
  const bulk = await open(sink.port);
  const began = performance.now();
  const before = await asked(sink.child);
  for (let sent = 0; sent < length; sent += PIECE.length) {
    if (!bulk.write(PIECE)) await once(bulk, 'drain');
  }
  bulk.end();
  // The server ends its half when it has everything.
  bulk.resume();
  await once(bulk, 'end');
  const seconds = (performance.now() - began) / 1000;
  const processor = ((await asked(sink.child)) - before) / (length / 1e6);
  sink.child.kill();
  times.sort((a, b) => a - b);
  openings.sort((a, b) => a - b);
  return {
    name,
    throughput: length / 1e6 / seconds,
    processor,
    usual: times[times.length >> 1]!,
    slow: times[Math.floor(times.length * 0.99)]!,
    opening: openings[openings.length >> 1]!,
  };
}

/** A real server; `came` gets its connections. */
async function serve(came: (socket: Socket) => void): Promise<number> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    socket.on('error', () => undefined);
    came(socket);
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const servers = {
  echo: await serve((socket) => void socket.pipe(socket)),
  sink: await serve((socket) => void socket.resume().once('end', () => socket.end())),
};
const all = [await measure('plain proxy', 'proxy', servers)];
for (const routers of ROUTERS) all.push(await measure(`${routers} routers`, `${routers}`, servers));

if (process.argv.includes('--json')) console.log(JSON.stringify({ node: process.version, through: all }, null, 2));
else {
  const row = (first: string, ...rest: string[]): string =>
    first.padEnd(14) + rest.map((cell) => cell.padStart(15)).join('');
  console.log(`Real programs through two gateways and routers, and through a plain proxy (Node ${process.version})`);
  console.log(row('through', 'MB/s', 'cpu ms/MB', 'there and back', '99 of 100', 'added', 'open and ask'));
  const plain = all[0]!;
  const ms = (time: number): string => `${time.toFixed(2)} ms`;
  for (const { name, throughput, processor, usual, slow, opening } of all) {
    const added = ms(usual - plain.usual);
    console.log(row(name, throughput.toFixed(1), processor.toFixed(1), ms(usual), ms(slow), added, ms(opening)));
  }
}
process.exit(0);
