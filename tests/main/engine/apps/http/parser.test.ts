import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyOf, ended, feed, newReading, persists } from '#engine/apps/http/parser.ts';
import type { HttpReading } from '#engine/apps/http/parser.ts';
import { readUrl } from '#engine/apps/http/url.ts';
import { byteText, encodeText } from '#engine/wire/text.ts';

const seed = 20261123;

function read(role: HttpReading['role'], text: string, asked = 'GET'): HttpReading {
  const reading = newReading(role, asked);
  feed(reading, encodeText(text));
  return reading;
}
const refusal = (text: string) => read('request', text).fault?.status ?? null;

describe('An HTTP request', () => {
  it('is read with its fields and its body', () => {
    const reading = read('request', '\r\nPOST /a?b HTTP/1.1\r\nHost: x\r\nContent-Length:  3 \r\n\r\nabc');
    expect(reading).toMatchObject({ stage: 'done', method: 'POST', target: '/a?b', minor: 1 });
    expect(reading.fields).toEqual([
      ['Host', 'x'],
      ['Content-Length', '3'],
    ]);
    expect(byteText(bodyOf(reading))).toBe('abc');
  });

  it('in chunks is put together, chunk extensions and trailers passed over', () => {
    const text =
      'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4;x=1\r\nWiki\r\n5\r\npedia\r\n0\r\nX: y\r\n\r\n';
    const reading = read('request', text);
    expect(reading.stage).toBe('done');
    expect(byteText(bodyOf(reading))).toBe('Wikipedia');
  });

  it('leaves what follows it to the next', () => {
    const first = encodeText('GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /2');
    expect(feed(newReading('request'), first)).toBe(first.length - 'GET /2'.length);
  });

  it.each([
    ['GET /\r\n', 400],
    ['GET  / HTTP/1.1\r\n', 400],
    ['G(T / HTTP/1.1\r\n', 400],
    ['GET / HTTP/2.0\r\n', 505],
    ['GET / HTTP/1.1\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nHost : a\r\n', 400],
    ['GET / HTTP/1.1\r\nHost: a\r\n folded\r\n', 400],
    ['GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n', 501],
    ['GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n', 400],
    [`GET /${'a'.repeat(70_000)}`, 431],
    ['GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\n\r\n', 413],
    ['GET / HTTP/1.0\r\n\r\n', null],
  ])('%j is refused with %s', (text, status) => {
    expect(refusal(text)).toBe(status);
  });

  it(`is read the same in whatever pieces it comes (seed ${seed})`, () => {
    const text = encodeText(
      'PUT /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n',
    );
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 90, maxLength: 90 }), (sizes) => {
        const reading = newReading('request');
        let at = 0;
        for (const size of sizes) {
          const piece = text.subarray(at, at + size);
          expect(feed(reading, piece)).toBe(piece.length);
          at += piece.length;
        }
        expect(reading).toMatchObject({ stage: 'done', method: 'PUT', bodyLength: 4 });
        expect(byteText(bodyOf(reading))).toBe('abcd');
      }),
      { seed },
    );
  });

  it(`of any bytes ends in a request, a refusal or a wait (seed ${seed})`, () => {
    const noise = fc.stringMatching(/^[GETPOS /HT1.0:\r\nhost:x0-9chunked-]{0,80}$/);
    fc.assert(
      fc.property(fc.constantFrom('request' as const, 'response' as const), noise, (role, text) => {
        const bytes = encodeText(text);
        const reading = newReading(role);
        const used = feed(reading, bytes);
        expect(used).toBeLessThanOrEqual(bytes.length);
        ended(reading);
        expect(['done', 'bad']).toContain(reading.stage);
        expect(reading.stage === 'bad').toBe(reading.fault !== null);
      }),
      { seed, numRuns: 500 },
    );
  });
});

describe('An HTTP response', () => {
  it('without a length goes on to the end of the connection', () => {
    const reading = read('response', 'HTTP/1.0 200 OK\r\n\r\nabc');
    expect(reading.stage).toBe('rest');
    ended(reading);
    expect([reading.stage, byteText(bodyOf(reading))]).toEqual(['done', 'abc']);
  });

  it('to HEAD, and with 204 or 304, has no body; an interim one is passed over', () => {
    expect(read('response', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n', 'HEAD').stage).toBe('done');
    expect(read('response', 'HTTP/1.1 304 Not Modified\r\n\r\n').stage).toBe('done');
    const reading = read('response', 'HTTP/1.1 100 Continue\r\nX: y\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n');
    expect(reading).toMatchObject({ stage: 'done', status: 204, fields: [] });
  });

  it('keeps the connection by its version and its Connection field', () => {
    const kept = (head: string) => persists(read('response', `${head}\r\nContent-Length: 0\r\n\r\n`));
    expect(kept('HTTP/1.1 200 OK')).toBe(true);
    expect(kept('HTTP/1.1 200 OK\r\nConnection: Close')).toBe(false);
    expect(kept('HTTP/1.0 200 OK')).toBe(false);
    expect(kept('HTTP/1.0 200 OK\r\nConnection: Keep-Alive')).toBe(true);
  });
});

describe('A URL', () => {
  it('names host, port and target', () => {
    expect(readUrl('http://a.b:8080/x?y#z')).toEqual({
      host: 'a.b',
      port: 8080,
      target: '/x?y',
      authority: 'a.b:8080',
    });
    expect(readUrl('10.0.0.1')).toEqual({ host: '10.0.0.1', port: 80, target: '/', authority: '10.0.0.1' });
    expect(readUrl('HTTP://a?q')).toEqual({ host: 'a', port: 80, target: '/?q', authority: 'a' });
    expect(readUrl('ftp://a/')).toEqual({ scheme: 'ftp' });
    for (const wrong of ['', 'http://', 'http:///x', 'a b', 'a:0', 'a:99999', 'u@a']) expect(readUrl(wrong)).toBeNull();
  });
});
