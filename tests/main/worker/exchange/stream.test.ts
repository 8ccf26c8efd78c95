import { describe, expect, it } from 'vitest';
import { findInStream, streamWindow } from '#worker/exchange/stream.ts';
import { lab } from '#support/lab.ts';
import { onlyTalk } from '#support/ladders.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (words: string): Uint8Array => new TextEncoder().encode(words);
const later = (_: number, run: () => void): (() => void) => {
  void Promise.resolve().then(run);
  return () => undefined;
};

/** A page fetched over HTTP; the third frame with text of the answer is lost and sent again. */
function fetched() {
  const network = lab('pc1 -- server1', {
    addresses: { pc1: '10.0.0.1/24', server1: '10.0.0.2/24' },
    cable: { delay: 1_000_000 },
    cables: { 'pc1-server1': { directions: [{}, { drop: [6] }] } },
  });
  network.command('server1', 'http-server');
  network.run('1ms');
  network.command('pc1', 'curl http://10.0.0.2/bytes/9000');
  network.run('20s');
  return onlyTalk(network);
}

describe('a stream', () => {
  const talk = fetched();
  const whole = streamWindow(talk, 'both', 0, 100_000);

  it('has both sides in the order in which they spoke, each byte once', () => {
    expect(whole.pieces[0]).toMatchObject({ end: 'client', at: 0, offset: 0 });
    expect(text(whole.pieces[0]!.bytes)).toMatch(/^GET \/bytes\/9000 HTTP\/1\.1\r\n/);
    const answer = whole.pieces.filter(({ end }) => end === 'server');
    expect(text(answer[0]!.bytes)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(whole.total).toBe(whole.client + whole.server);
    expect(whole.pieces.reduce((sum, piece) => sum + piece.bytes.length, 0)).toBe(whole.total);
    answer.slice(1).forEach((piece, index) => {
      expect(piece.offset).toBe(answer[index]!.offset + answer[index]!.bytes.length);
    });
  });

  it('knows which segment brought each piece, and which brought it again', () => {
    const again = whole.pieces.filter((piece) => piece.again.length > 0);
    expect(again).toHaveLength(1);
    expect(talk.trace.kind(again[0]!.fact)).toBe('tcp.sent');
    expect(again[0]!.again[0]).toBeGreaterThan(again[0]!.fact);
    expect(talk.trace.detail(again[0]!.again[0]!)['sequence']).toBe(talk.trace.detail(again[0]!.fact)['sequence']);
  });

  it('is the same in windows as at once', () => {
    for (const of of ['both', 'client', 'server'] as const) {
      const all = streamWindow(talk, of, 0, 100_000);
      const joined = new Uint8Array(all.total);
      for (let at = 0; at < all.total; at += 777) {
        for (const piece of streamWindow(talk, of, at, 777).pieces) joined.set(piece.bytes, piece.at);
      }
      const expected = new Uint8Array(all.total);
      for (const piece of all.pieces) expected.set(piece.bytes, piece.at);
      expect(joined).toEqual(expected);
    }
  });

  it('ends at the cursor', () => {
    const first = whole.pieces[0]!;
    expect(streamWindow({ ...talk, cursor: first.fact - 1 }, 'both', 0, 100)).toMatchObject({ total: 0, pieces: [] });
    expect(streamWindow({ ...talk, cursor: first.fact }, 'both', 0, 100)).toMatchObject({
      server: 0,
      client: first.bytes.length,
    });
  });

  it('is searched forwards and back', async () => {
    const sought = bytes('HTTP/1.1');
    const first = await findInStream(talk, 'both', sought, 0, 'forward', later);
    const second = await findInStream(talk, 'both', sought, first! + 1, 'forward', later);
    expect(second).toBe(whole.client);
    expect(await findInStream(talk, 'both', sought, second!, 'back', later)).toBe(first);
    expect(await findInStream(talk, 'server', sought, 0, 'forward', later)).toBe(0);
    expect(await findInStream(talk, 'both', bytes('nowhere to be found'), 0, 'forward', later)).toBeNull();
  });

  it('of datagrams has each datagram, also one that left in fragments', () => {
    const network = lab('pc1 -- server1', { addresses: { pc1: '10.0.0.1/24', server1: '10.0.0.2/24' } });
    network.steps('server1', [
      { call: 'socket', as: 'box', type: 'datagram' },
      { call: 'bind', socket: 'box', address: '0.0.0.0', port: 7000 },
      { call: 'recv', socket: 'box', length: 5000 },
    ]);
    network.run('1ms');
    network.steps('pc1', [
      { call: 'socket', as: 'out', type: 'datagram' },
      { call: 'connect', socket: 'out', address: '10.0.0.2', port: 7000 },
      { call: 'send', socket: 'out', length: 4000 },
    ]);
    network.run('1s');
    const { total, pieces } = streamWindow(onlyTalk(network, undefined, 'udp'), 'both', 0, 10_000);
    expect(total).toBe(4000);
    expect(pieces).toHaveLength(1);
    expect(new Set(pieces[0]!.bytes).size).toBeGreaterThan(1);
  });
});
