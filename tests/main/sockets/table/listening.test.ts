import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { hearsDatagrams } from '#sockets/table/listening.ts';

const sockets: Socket[] = [];
afterEach(() => sockets.splice(0).forEach((socket) => socket.close()));

async function bound(address: string): Promise<number> {
  const six = address.includes(':');
  const socket = createSocket({ type: six ? 'udp6' : 'udp4', ipv6Only: six });
  sockets.push(socket.bind({ port: 0, address, exclusive: true }));
  await once(socket, 'listening');
  return socket.address().port;
}

describe.runIf(process.platform === 'linux')('whether any program has a UDP port', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1', true],
    ['0.0.0.0', '127.0.0.1', true],
    ['::1', '::1', true],
    ['127.0.0.1', '::1', false],
    ['::1', '127.0.0.1', false],
  ])('bound to %s is heard at %s: %s', async (at, asked, there) => {
    const port = await bound(at);
    expect(await hearsDatagrams('linux', asked, port)).toBe(there);
  });

  it('is not so once it was closed, and is not known where there is no table', async () => {
    const port = await bound('127.0.0.1');
    expect(await hearsDatagrams('win32', '127.0.0.1', port)).toBeNull();
    const socket = sockets.pop()!;
    await new Promise<void>((resolve) => socket.close(() => resolve()));
    expect(await hearsDatagrams('linux', '127.0.0.1', port)).toBe(false);
  });
});
