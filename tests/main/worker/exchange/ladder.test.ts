import { describe, expect, it } from 'vitest';
import { ladderBetween, placeOfPacket } from '#worker/exchange/ladder.ts';
import { onlyTalk } from '#support/ladders.ts';
import { lab } from '#support/lab.ts';
import { close, connecting, pause, serving } from '#support/programs.ts';
import { losing, transfer } from '#support/two-runs.ts';

const EVEN = { kind: 'even' } as const;
const MS = 1e6;

describe('a ladder of a transfer that loses a segment', () => {
  // ARP goes first, then SYN and ACK: frame 12 on the first cable is text.
  const talk = onlyTalk(transfer(losing([12])));
  const { rungs } = ladderBetween(talk, EVEN, 0, Infinity);
  const lost = rungs.find(({ reason }) => reason !== null)!;

  it('says where it was lost, and after what part of its way', () => {
    expect(lost).toMatchObject({ end: 'client', retransmission: false });
    expect(lost.ended).toMatchObject({ device: null, along: 0.25 });
    expect(lost.ended!.time).toBeGreaterThan(lost.time);
  });

  it('marks what came out of order behind it, and the acknowledgments that say so, counted', () => {
    const early = rungs.filter(({ marks }) => marks.includes('out-of-order'));
    expect(early.length).toBeGreaterThan(3);
    expect(early.every(({ end, sequence }) => end === 'client' && sequence > lost.sequence)).toBe(true);
    const duplicates = rungs.filter(({ marks }) => marks.includes('duplicate-ack'));
    expect(duplicates.slice(0, 3).map(({ duplicate }) => duplicate)).toEqual([1, 2, 3]);
    expect(duplicates.every(({ end, acknowledgment }) => end === 'server' && acknowledgment === lost.sequence)).toBe(
      true,
    );
  });

  it('reads the blocks that report them', () => {
    const [first] = rungs.filter(({ sack }) => sack.length > 0);
    expect(first!.end).toBe('server');
    expect(first!.sack[0]![0]).toBe(lost.sequence + lost.length);
  });

  it('marks the segment that is sent again', () => {
    const again = rungs.find(({ retransmission }) => retransmission)!;
    expect(again.sequence).toBe(lost.sequence);
    expect(again.time).toBeGreaterThan(lost.time);
  });

  it('knows no mark before it was earned', () => {
    const duplicate = rungs.find(({ marks }) => marks.includes('duplicate-ack'))!;
    const before = ladderBetween({ ...talk, cursor: duplicate.seq }, EVEN, 0, Infinity);
    expect(before.rungs.at(-1)).toMatchObject({ seq: duplicate.seq, marks: [], duplicate: 0, arrival: null });
  });

  it('by time stands as far apart as what happened, but no silence is longer than allowed', () => {
    const longest = 30 * MS;
    const told = ladderBetween(talk, { kind: 'time', longest }, 0, Infinity);
    told.rungs.forEach((rung, index) => {
      if (index === 0) return;
      const passed = rung.time - told.rungs[index - 1]!.time;
      expect(told.places[index]! - told.places[index - 1]!).toBe(Math.min(longest, passed));
      expect(told.shortened[index]).toBe(Math.max(0, passed - longest));
    });
    // Two cables of 10 ms each.
    const syn = told.rungs.findIndex(({ flags }) => flags === 'SYN');
    expect(told.arrivals[syn]! - told.places[syn]!).toBeGreaterThanOrEqual(20 * MS);
    expect(told.transit).toBeGreaterThanOrEqual(20 * MS);
  });

  it('finds the place of a packet, and none of one that has no rung', () => {
    const { places } = ladderBetween(talk, EVEN, 0, Infinity);
    expect(placeOfPacket(talk, lost.packet, EVEN)).toBe(places[rungs.indexOf(lost)]);
    expect(placeOfPacket(talk, 1e9, EVEN)).toBeNull();
  });
});

describe('a ladder of two ends that close at the same time', () => {
  const network = lab('pc1 -- server1', { cable: { delay: 10 * MS } });
  network.steps('server1', serving(80, pause(0.995), close()));
  network.steps('pc1', connecting('10.0.0.2', 80, pause(1), close()));
  network.run('5s');
  const { rungs, places, arrivals } = ladderBetween(onlyTalk(network), EVEN, 0, Infinity);
  const at = (flags: string, end: string): number =>
    rungs.findIndex((rung) => rung.flags === flags && rung.end === end);

  it('lets what crosses on its way arrive below what the other end had sent by then', () => {
    const [one, other] = [at('FIN, ACK', 'client'), at('FIN, ACK', 'server')].sort((a, b) => a - b);
    expect(rungs[one!]!.arrival).toBeGreaterThan(rungs[other!]!.time);
    expect(arrivals[one!]).toBe(places[other!]);
    expect(arrivals[other!]).toBe(places[other!]);
  });

  it('lets all that crossed nothing arrive where it left', () => {
    for (const rung of [at('SYN', 'client'), at('SYN, ACK', 'server')]) expect(arrivals[rung]).toBe(places[rung]);
  });
});

describe('a ladder of datagrams', () => {
  it('has a rung a datagram, with its arrival and without states', () => {
    const network = lab('pc1 -- server1', { addresses: { pc1: '10.0.0.1/24', server1: '10.0.0.2/24' } });
    network.command('server1', 'dns-server www.example.com=10.0.0.9');
    network.run('1ms');
    network.command('pc1', 'dig @10.0.0.2 www.example.com');
    network.run('2s');
    const told = ladderBetween(onlyTalk(network, undefined, 'udp'), EVEN, 0, Infinity);
    expect(told.rungs.map(({ end, kind, flags }) => [end, kind, flags])).toEqual([
      ['client', 'segment', ''],
      ['server', 'segment', ''],
    ]);
    expect(told.rungs.every(({ arrival, time, length }) => arrival! > time && length > 0)).toBe(true);
    expect(told.states).toEqual({ client: '', server: '' });
  });
});
