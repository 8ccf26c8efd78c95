import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { describe, expect, it } from 'vitest';
import { connect, serve } from '#contract/rpc.ts';
import type { Served } from '#contract/rpc.ts';
import { overSocket } from '#contract/socket.ts';
import type { Socket } from '#contract/socket.ts';
import { suiteHandlers } from '#support/contract-handlers.ts';
import { contractSuite } from './suite.ts';

async function openSocket() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => {
    const served: Served = serve(
      overSocket(socket as unknown as Socket),
      suiteHandlers((name, payload) => served.announce(name, payload)),
    );
  });
  await once(server, 'listening');
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await once(socket, 'open');
  const channel = overSocket(socket as unknown as Socket);
  const client = connect(channel);
  const tidy = async () => {
    for (const one of server.clients) one.terminate();
    await new Promise((resolve) => server.close(resolve));
  };
  return { client, post: channel.post, close: () => client.close(), tidy, socket };
}

contractSuite('a WebSocket', openSocket);

describe('a channel over a WebSocket', () => {
  it('goes on after text and after bytes that are no message', async () => {
    const { client, socket, close, tidy } = await openSocket();
    socket.send('text');
    socket.send(new Uint8Array(0));
    socket.send(new Uint8Array([255, 255, 255, 255, 1]));
    expect((await client.call('time.seek', { time: 3 })).time).toBe(3);
    close();
    await tidy();
  });
});
