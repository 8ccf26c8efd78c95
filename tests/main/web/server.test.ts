import { once } from 'node:events';
import { connect as connectStream, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '#contract/rpc.ts';
import { TAKEN_OVER, overSocket } from '#contract/socket.ts';
import type { Socket } from '#contract/socket.ts';
import { CONTENT_SECURITY_POLICY } from '#host/policy.ts';
import { nowAt } from '#support/contract-handlers.ts';
import { openTestDoor } from '#support/web-door.ts';

let at: Awaited<ReturnType<typeof openTestDoor>>;
beforeEach(async () => {
  at = await openTestDoor({ largest: 1000 });
});
afterEach(() => at.door.close());

/** A page's WebSocket, which must open. */
async function channel(): Promise<WebSocket> {
  const socket = await at.socket({ Origin: at.origin, Cookie: await at.enter() });
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  return socket;
}
const hostOver = (socket: WebSocket) => connect(overSocket(socket as unknown as Socket));

describe('entering', () => {
  it('changes the secret of the address for a cookie and a clean address', async () => {
    const answer = await at.ask(at.door.address.slice(at.origin.length));
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^hopscope-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
    );
    const index = await at.ask('/', { Cookie: await at.enter() });
    expect(index).toMatchObject({ status: 200, body: '<!doctype html><title>Hopscope</title>' });
  });

  it('is refused with a wrong secret, and without one', async () => {
    expect((await at.ask('/?token=wrong')).status).toBe(403);
    expect((await at.ask('/')).status).toBe(403);
    expect((await at.ask('/', { Cookie: `hopscope-${at.door.port}=wrong` })).status).toBe(403);
    expect((await at.ask('/index.html')).status).toBe(403);
  });

  it('works once with a ticket and again and again with the printed address', async () => {
    const ticket = at.door.ticket().slice(at.origin.length);
    expect([(await at.ask(ticket)).status, (await at.ask(ticket)).status]).toEqual([303, 403]);
    const printed = at.door.address.slice(at.origin.length);
    expect([(await at.ask(printed)).status, (await at.ask(printed)).status]).toEqual([303, 303]);
  });
});

describe('every answer', () => {
  it.each(['/', '/assets/a%20b.js', '/nothing', '/?token=wrong'])(
    'carries the policy and its companions: %s',
    async (path) => {
      const { headers } = await at.ask(path, { Cookie: await at.enter() });
      expect(headers).toMatchObject({
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
      });
    },
  );
});

describe('what a browser keeps', () => {
  const HASHED = '/assets/index-C6z2_n-g.js';

  it('is for good what carries its hash in its name', async () => {
    const { status, headers } = await at.ask(HASHED, { Cookie: await at.enter() });
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers.etag).toMatch(/^"[\w-]{22}"$/);
  });

  it.each(['/', '/index.html', '/assets/a%20b.js'])(
    'is asked about each time if another build may change it: %s',
    async (path) => {
      const { headers } = await at.ask(path, { Cookie: await at.enter() });
      expect(headers['cache-control']).toBe('no-cache');
      expect(headers.etag).toMatch(/^"[\w-]{22}"$/);
    },
  );

  it('is not sent again while it is the same', async () => {
    const Cookie = await at.enter();
    const first = await at.ask('/', { Cookie });
    const again = await at.ask('/', { Cookie, 'If-None-Match': String(first.headers.etag) });
    expect(again).toMatchObject({ status: 304, body: '' });
    // What is kept gets the headers of the answer (RFC 9111 §3.2): the policy among them.
    expect(again.headers).toMatchObject({
      etag: first.headers.etag,
      'cache-control': 'no-cache',
      'content-security-policy': CONTENT_SECURITY_POLICY,
    });
    expect(again.headers).not.toHaveProperty('content-length');
    expect(again.headers).not.toHaveProperty('content-type');
  });

  it('is sent whole to somebody who has another', async () => {
    const answer = await at.ask('/', { Cookie: await at.enter(), 'If-None-Match': '"of-another-build"' });
    expect(answer).toMatchObject({ status: 200, body: '<!doctype html><title>Hopscope</title>' });
  });

  it('helps nobody past the watch', async () => {
    const { headers } = await at.ask(HASHED, { Cookie: await at.enter() });
    for (const tag of ['*', String(headers.etag)]) {
      const answer = await at.ask(HASHED, { 'If-None-Match': tag });
      expect(answer).toMatchObject({ status: 403 });
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.headers).not.toHaveProperty('etag');
    }
  });

  it('is nothing of entering, of refusals and of what is not there', async () => {
    const Cookie = await at.enter();
    for (const path of [at.door.address.slice(at.origin.length), '/?token=wrong', '/nothing']) {
      const { headers } = await at.ask(path, { Cookie, 'If-None-Match': '*' });
      expect(headers['cache-control']).toBe('no-store');
    }
  });
});

describe('refused, cookie or not', () => {
  it.each<[string, number, string, Record<string, string>, string?]>([
    ['a name rebound to this machine', 403, '/', { Host: 'evil.example' }],
    ['another name of this machine', 403, '/', { Host: 'localhost' }],
    ['a Host without the port', 403, '/', { Host: '127.0.0.1' }],
    ['another site', 403, '/', { Origin: 'https://evil.example' }],
    ['a page without an origin', 403, '/', { Origin: 'null' }],
    ['another program’s page on this machine', 403, '/', { Origin: 'http://127.0.0.1:1' }],
    [
      'an image in another site’s page',
      403,
      '/',
      { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' },
    ],
    [
      'a script in another program’s page',
      403,
      '/',
      { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'script' },
    ],
    [
      'a frame in another program’s page',
      403,
      '/',
      { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' },
    ],
    ['POST', 405, '/', {}, 'POST'],
    ['PUT', 405, '/index.html', {}, 'PUT'],
    ['OPTIONS', 405, '/', {}, 'OPTIONS'],
    ['a way up', 404, '/../package.json', {}],
    ['a way up, encoded', 404, '/%2e%2e/%2e%2e/etc/passwd', {}],
    ['a way up, encoded twice', 404, '/%252e%252e/package.json', {}],
    ['a way up, with backslashes', 404, '/..\\..\\package.json', {}],
    ['a slash in a name, encoded', 404, '/assets%2fa%20b.js', {}],
    ['an end of text in a name', 404, '/index.html%00.js', {}],
    ['a broken encoding', 404, '/%E0%A4%A', {}],
    ['a folder', 404, '/assets/', {}],
    ['a name of every object', 404, '/constructor', {}],
    ['another host in the path', 400, '//evil.example/', {}],
    ['what a proxy is asked', 400, 'http://evil.example/', {}],
    ['a very long address', 414, `/${'x'.repeat(3000)}`, {}],
    ['the channel without a WebSocket', 404, '/channel', {}],
  ])('%s (%i)', async (_what, status, path, headers, method) => {
    const answer = await at.ask(path, { Cookie: await at.enter(), ...headers }, method);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-security-policy']).toBe(CONTENT_SECURITY_POLICY);
    if (status === 405) expect(answer.headers.allow).toBe('GET');
  });

  it('a request with a body (413)', async () => {
    const Cookie = await at.enter();
    expect((await at.ask('/', { Cookie, 'Content-Length': '3' }, 'GET', 'abc')).status).toBe(413);
    expect((await at.ask('/', { Cookie, 'Transfer-Encoding': 'chunked' }, 'GET', 'abc')).status).toBe(413);
  });

  it('a file whose name has a blank is found by its address', async () => {
    const answer = await at.ask('/assets/a%20b.js', { Cookie: await at.enter() });
    expect(answer).toMatchObject({ status: 200, body: 'export {};' });
    expect(answer.headers['content-type']).toBe('text/javascript; charset=utf-8');
  });
});

describe('the channel', () => {
  it('serves the contract to a page with the cookie and the origin', async () => {
    const host = hostOver(await channel());
    expect(await host.call('host.hello', {})).toMatchObject({ door: 'web', capabilities: [] });
    const heard = new Promise<number>((resolve) => host.on('now', (now) => resolve(now.time)));
    at.worker.announce('now', nowAt(9));
    expect(await heard).toBe(9);
  });

  it('is refused without the cookie, with another origin or none, under another name, and elsewhere', async () => {
    const Cookie = await at.enter();
    const Origin = at.origin;
    expect(await at.socket({ Origin })).toBe(403);
    expect(await at.socket({ Origin, Cookie: `hopscope-${at.door.port}=x` })).toBe(403);
    expect(await at.socket({ Cookie })).toBe(403);
    expect(await at.socket({ Cookie, Origin: 'http://127.0.0.1:1' })).toBe(403);
    expect(await at.socket({ Cookie, Origin: 'https://evil.example' })).toBe(403);
    expect(await at.socket({ Cookie, Origin, Host: 'evil.example' })).toBe(403);
    expect(await at.socket({ Cookie, Origin }, '/elsewhere')).toBe(404);
    expect(at.lifetime.there).toBe(0);
  });

  it('ends a connection whose message is too large, and only that one', async () => {
    const socket = await channel();
    const closed = once(socket, 'close');
    socket.send(new Uint8Array(1001));
    expect((await closed)[0]).toBe(1009);
    expect(await hostOver(await channel()).call('host.keep', { name: '', text: '' })).toEqual({ lasting: false });
  });

  it('ends a connection that sends no WebSocket frames', async () => {
    const Cookie = await at.enter();
    const stream = connectStream(at.door.port, '127.0.0.1');
    const lines = [
      'GET /channel HTTP/1.1',
      `Host: 127.0.0.1:${at.door.port}`,
      `Origin: ${at.origin}`,
      `Cookie: ${Cookie}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ];
    stream.write(`${lines.join('\r\n')}\r\n\r\n`);
    expect(String((await once(stream, 'data'))[0])).toContain('101 Switching Protocols');
    const closed = once(stream, 'close');
    stream.write(new Uint8Array(64).fill(0xff));
    await closed;
    expect(await hostOver(await channel()).call('host.keep', { name: '', text: '' })).toEqual({ lasting: false });
  });

  it('goes to the page that came last; the one before is told so', async () => {
    const first = await channel();
    const closed = once(first, 'close');
    const second = await channel();
    expect((await closed)[0]).toBe(TAKEN_OVER);
    expect(await hostOver(second).call('host.keep', { name: '', text: '' })).toEqual({ lasting: false });
    expect(at.lifetime.there).toBe(1);
    second.close();
    await expect.poll(() => at.lifetime.there).toBe(0);
  });
});

describe('the port', () => {
  it('is another one if the wished one is in use and that will do', async () => {
    const other = await openTestDoor({ port: at.door.port, otherwise: true });
    expect(other.door.port).not.toBe(at.door.port);
    await other.door.close();
  });

  it('is refused if the wished one is in use', async () => {
    await expect(openTestDoor({ port: at.door.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('is open on this machine’s own address only', async () => {
    // Another address of the loopback network would answer if the door listened on all addresses.
    const elsewhere = createServer().listen(at.door.port, '127.0.0.2');
    await Promise.race([
      once(elsewhere, 'listening'),
      once(elsewhere, 'error').then(([error]) => expect((error as { code: string }).code).toBe('EADDRNOTAVAIL')),
    ]);
    if (elsewhere.listening) expect((elsewhere.address() as AddressInfo).address).toBe('127.0.0.2');
    elsewhere.close();
  });

  it('is closed at the end, with a page still there', async () => {
    const closed = once(await channel(), 'close');
    await at.door.close();
    expect((await closed)[0]).toBe(1001);
    await expect(at.ask('/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    at = await openTestDoor();
  });
});
