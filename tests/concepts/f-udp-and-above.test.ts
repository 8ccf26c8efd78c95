/** What a learner must be able to see happen, section F: UDP. What is built above it stands with its programs (F2 to F6). */
import { describe, expect, it } from 'vitest';
import { lab } from '#support/lab.ts';
import { BOTH_ROUTERS, TWO_WAYS } from '#support/two-ways.ts';

describe('F1: a datagram is alone', () => {
  /** 100 KiB over a cable that loses a fifth of all frames. */
  function sent(options: string): { arrived: number; again: number } {
    const seen = lab('pc1 -- server1', { cable: { directions: [{ loss: 0.2 }, {}] }, seed: 5 });
    seen.command('server1', 'bulk -s');
    seen.run('1ms');
    seen.command('pc1', `bulk -c 10.0.0.2 ${options}`);
    seen.run('120s');
    const received = options.includes('-u') ? 'udp.received' : 'tcp.received';
    const lengths = seen.facts(received).filter(({ device }) => device === 'server1');
    return {
      arrived: lengths.reduce((sum, { detail }) => sum + Number(detail.length), 0),
      again: seen.facts('tcp.retransmitted').length,
    };
  }

  it('over a lossy cable what is lost of UDP stays lost, and TCP sends it again', () => {
    const udp = sent('-u -n 100K -b 1M');
    const tcp = sent('-n 100K');
    expect(udp.arrived).toBeLessThan(100 * 1024);
    expect(udp.again).toBe(0);
    expect(tcp.arrived).toBeGreaterThanOrEqual(100 * 1024);
    expect(tcp.again).toBeGreaterThan(0);
  });

  it('two of one program may go by different routers, and the later one may come first', () => {
    const seen = lab(TWO_WAYS, {
      addresses: {
        pc1: '10.0.1.1/24 via 10.0.1.251',
        server1: '10.0.2.1/24 via 10.0.2.252',
        ...BOTH_ROUTERS,
      },
      // The way by router1 is a long one.
      cables: { 'router1-switch2': { delay: 500e6 } },
    });
    seen.command('server1', 'nc -u -k -l 9');
    seen.ping('pc1', '10.0.1.252');
    seen.ping('pc1', '10.0.2.1');
    seen.run('5s');
    seen.steps('pc1', [
      { call: 'socket', as: 'one', type: 'datagram' },
      { call: 'sendto', socket: 'one', address: '10.0.2.1', port: 9, length: 5, text: 'first' },
      { call: 'wait', time: 100e6 },
      { call: 'sendto', socket: 'one', address: '10.0.2.1', port: 9, length: 6, text: 'second' },
    ]);
    seen.run('50ms');
    seen.type('pc1', 'ip route replace default via 10.0.1.252');
    seen.run('2s');
    const departed = seen.facts('udp.sent').filter(({ device }) => device === 'pc1');
    const hops = departed.map(({ packet }) => {
      const by = seen.facts('ip.forwarded').find((fact) => fact.packet === packet);
      return by?.device;
    });
    expect(hops).toEqual(['router1', 'router2']);
    const arrived = seen.facts('udp.received').filter(({ device }) => device === 'server1');
    expect(arrived.map(({ packet }) => packet)).toEqual(departed.map(({ packet }) => packet).toReversed());
  });
});
