import { formatAddress } from '../../wire/address.ts';
import type { Command } from '../command.ts';
import { isMisuse } from '../misuse.ts';
import { acceptAll, listenOn } from '../listening.ts';
import type { Listening } from '../listening.ts';
import { frameOf, readRequest, STREAM_PORT } from '../media/stream.ts';
import type { StreamRequest } from '../media/stream.ts';
import { flush, newOutgoing, put } from '../outgoing.ts';
import type { Outgoing } from '../outgoing.ts';
import type { System } from '../system.ts';
import { lastValue, portNumber, readWords } from '../words.ts';

export interface StreamServerOptions {
  port: number;
}

/** Somebody who watches: over a connection (`descriptor`), or with datagrams (null). */
interface Viewer {
  address: number;
  port: number;
  descriptor: number | null;
  /** Null: has not said yet what to play. */
  request: StreamRequest | null;
  begun: number;
  /** The fact by which the request had come. */
  occasion: number;
  sent: number;
  out: Outgoing;
  gone: boolean;
}

interface StreamServerMemory {
  listening: Listening | null;
  datagrams: number;
  viewers: Viewer[];
}

/** Sends frames at the pace asked for, over TCP or UDP. */
export const streamServer: Command<StreamServerOptions, StreamServerMemory> = {
  name: 'stream-server',
  synopsis: 'stream-server [-p port]',

  parse(words) {
    const read = readWords(words, { values: ['p'] });
    if (isMisuse(read)) return read;
    const port = portNumber(lastValue(read, 'p') ?? `${STREAM_PORT}`);
    return port === null || read.operands.length > 0 ? { misuse: 'at most a port' } : { port };
  },

  begin: () => ({ listening: null, datagrams: -1, viewers: [] }),

  run({ port }, memory, system) {
    if (memory.listening === null) {
      const problem = open(port, memory, system);
      if (problem !== null) {
        system.print(`stream-server: ${problem}`);
        return 1;
      }
      system.print(`stream-server: listening on port ${port}`);
    }
    for (const { descriptor, address, port: from } of acceptAll(memory.listening!, 'stream-server', system)) {
      memory.viewers.push(newViewer(address, from, descriptor, null, system));
    }
    takeDatagrams(memory, system);
    for (const viewer of memory.viewers) serve(viewer, memory.datagrams, system);
    memory.viewers = memory.viewers.filter(({ gone }) => !gone);
    return null;
  },
};

function open(port: number, memory: StreamServerMemory, system: System): string | null {
  const listening = listenOn(port, system);
  if (typeof listening === 'string') return listening;
  const datagrams = system.socket('datagram');
  const bound = typeof datagrams === 'number' ? system.bind(datagrams, 0, port) : datagrams;
  if (bound !== 0) return bound;
  memory.listening = listening;
  memory.datagrams = datagrams as number;
  return null;
}

function newViewer(
  address: number,
  port: number,
  descriptor: number | null,
  request: StreamRequest | null,
  { now: begun, occasion }: System,
): Viewer {
  return { address, port, descriptor, request, begun, occasion, sent: 0, out: newOutgoing(), gone: false };
}

/** A request that comes twice (the first frame was lost) is still one. */
function takeDatagrams(memory: StreamServerMemory, system: System): void {
  for (;;) {
    const got = system.receiveFrom(memory.datagrams);
    if (got === 'EAGAIN') return;
    // Nobody takes the datagrams any more: whose they were it does not say.
    if (typeof got === 'string') continue;
    const request = readRequest(got.bytes);
    const known = memory.viewers.some(
      ({ address, port, descriptor }) => descriptor === null && address === got.address && port === got.port,
    );
    if (request === null || known) continue;
    announce(request, got.address, 'UDP', system);
    memory.viewers.push(newViewer(got.address, got.port, null, request, system));
  }
}

function announce({ size, interval, count }: StreamRequest, address: number, way: string, system: System): void {
  const pace = `${count} frames of ${size} bytes, one every ${interval / 1e6} ms`;
  system.print(`${formatAddress(address)}: ${pace}, over ${way}`);
}

function serve(viewer: Viewer, datagrams: number, system: System): void {
  const { descriptor } = viewer;
  if (descriptor !== null) listen(viewer, descriptor, system);
  const { request } = viewer;
  if (request === null || viewer.gone) return;
  const due = (): number => viewer.begun + viewer.sent * request.interval;
  while (viewer.sent < request.count && system.now >= due()) {
    const frame = frameOf(viewer.sent++, request.size);
    if (descriptor === null) system.sendTo(datagrams, frame, viewer.address, viewer.port);
    else put(viewer.out, frame);
  }
  const sent = descriptor === null ? true : flush(viewer.out, descriptor, system);
  if (typeof sent === 'string' || (sent && viewer.sent === request.count)) {
    if (descriptor !== null) system.close(descriptor);
    viewer.gone = true;
  } else if (viewer.sent < request.count) system.wakeAt(due(), viewer.occasion);
}

/** What a viewer says over a connection: the request, and that he has left. */
function listen(viewer: Viewer, descriptor: number, system: System): void {
  const bytes = system.receive(descriptor, 64);
  if (bytes === 'EAGAIN') return;
  const request = typeof bytes === 'string' ? null : readRequest(bytes);
  if (request === null || viewer.request !== null) {
    system.close(descriptor);
    viewer.gone = true;
    return;
  }
  viewer.request = request;
  viewer.occasion = system.occasion;
  viewer.begun = system.now;
  announce(request, viewer.address, 'TCP', system);
}
