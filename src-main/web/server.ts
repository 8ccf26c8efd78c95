import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { LARGEST_ENCODED } from '#contract/encoding.ts';
import { TAKEN_OVER, overSocket } from '#contract/socket.ts';
import type { Socket } from '#contract/socket.ts';
import type { HostSide } from '#host/host.ts';
import { PROTECTIVE_HEADERS } from '#host/policy.ts';
import { cacheControl, namesTag } from './caching.ts';
import type { Lifetime } from './lifetime.ts';
import type { Page } from './pages.ts';
import { Watch } from './watch.ts';

export interface WebDoorParts {
  host: Pick<HostSide, 'attach'>;
  pages: ReadonlyMap<string, Page>;
  /** Told of pages that come and leave. */
  lifetime: Pick<Lifetime, 'came' | 'left'>;
  /** Port to listen on; 0, the default, is any free one. A port in use is refused, except with `otherwise`. */
  port?: number;
  /** Take any free port if `port` is in use. Default: false. */
  otherwise?: boolean;
  /** Largest WebSocket message, bytes; a larger one ends its connection. */
  largest?: number;
}

export interface WebDoor {
  readonly port: number;
  /** The address to open, with the secret of this start. */
  readonly address: string;
  /** An address that opens once. */
  ticket(): string;
  close(): Promise<void>;
}

/**
 * Opens the door. There is one drawing and one simulation, so there is one page: a page that comes takes the place of the
 * one that was there, whose socket is closed with `TAKEN_OVER`. Rejects when the port cannot be had.
 */
export async function openWebDoor(parts: WebDoorParts): Promise<WebDoor> {
  const { host, pages, lifetime } = parts;
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 10_000 });
  const port = await listen(server, parts.port ?? 0, parts.otherwise ?? false);
  const watch = new Watch(port);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: parts.largest ?? LARGEST_ENCODED,
    perMessageDeflate: false,
    clientTracking: true,
  });
  let current: WebSocket | null = null;

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const verdict = watch.judge(request);
    if (verdict.kind === 'enter') {
      return answer(response, 303, { Location: '/', 'Set-Cookie': watch.setCookie, 'Cache-Control': 'no-store' });
    }
    if (verdict.kind === 'refused') return refuse(response, verdict.status, verdict.why);
    const page = pages.get(verdict.path);
    if (page === undefined) return refuse(response, 404, 'there is no such file');
    const kept = { ETag: page.tag, 'Cache-Control': cacheControl(verdict.path) };
    // Only who may have the page learns that it is still the same.
    if (namesTag(request.headers['if-none-match'], page.tag)) return unchanged(response, kept);
    answer(response, 200, { 'Content-Type': page.type, ...kept }, page.bytes);
  });

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    const refusal = watch.judgeUpgrade(request);
    if (refusal?.kind === 'refused') {
      stream.end(`HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => take(socket));
  });

  function take(socket: WebSocket): void {
    current?.close(TAKEN_OVER, 'opened in another window');
    current = socket;
    lifetime.came();
    host.attach(overSocket(socket as unknown as Socket));
    // A message that is too large or no WebSocket at all: the library closes, there is nothing to add.
    socket.on('error', () => {});
    socket.on('close', () => {
      if (current === socket) current = null;
      lifetime.left();
    });
  }

  return {
    port,
    address: watch.address,
    ticket: () => watch.ticket(),
    async close() {
      for (const socket of sockets.clients) socket.close(1001);
      // A page that does not answer the goodbye is not waited for.
      const unwilling = setTimeout(() => sockets.clients.forEach((socket) => socket.terminate()), 500);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      clearTimeout(unwilling);
    },
  };
}

function listen(server: ReturnType<typeof createServer>, port: number, otherwise: boolean): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' && otherwise && port !== 0) resolve(listen(server, 0, false));
      else reject(error);
    });
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => resolve((server.address() as AddressInfo).port));
  });
}

function answer(response: ServerResponse, status: number, headers: Record<string, string>, body?: Uint8Array): void {
  response.writeHead(status, { ...PROTECTIVE_HEADERS, 'Content-Length': String(body?.length ?? 0), ...headers });
  response.end(body);
}

/** 304: what its reader keeps is still right, with the headers that may have changed (RFC 9110 §15.4.5). It has no body. */
function unchanged(response: ServerResponse, headers: Record<string, string>): void {
  response.writeHead(304, { ...PROTECTIVE_HEADERS, ...headers });
  response.end();
}

function refuse(response: ServerResponse, status: number, why: string): void {
  const headers: Record<string, string> = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };
  if (status === 405) headers.Allow = 'GET';
  // What is left of a refused request's body is not read.
  headers.Connection = 'close';
  answer(response, status, headers, Buffer.from(`${why}\n`));
}
