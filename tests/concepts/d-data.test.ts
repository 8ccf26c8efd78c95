/** What a learner must be able to see happen, section D: TCP data. */
import { describe, expect, it } from 'vitest';
import type { SocketStep } from '#engine/apps/settings.ts';
import type { TransportSettings } from '#engine/transport/settings.ts';
import { lab, type Lab, type LabOptions } from '#support/lab.ts';
import { close, connecting, pause, receive, send, serving } from '#support/programs.ts';
import { bytesOf, fieldOf, segments } from '#support/seen.ts';

interface Exchange {
  client: SocketStep[];
  server: SocketStep[];
  /** Of both hosts. */
  tcp?: TransportSettings;
  cable?: LabOptions['cable'];
}

/** A client and a server with the numbers of the notes, on one cable. */
function exchange({ client, server, tcp = {}, cable = {} }: Exchange): Lab {
  const seen = lab('pc1 -- server1', {
    cable,
    settings: {
      pc1: { transport: { initialSequenceNumber: 1000, ...tcp } },
      server1: { transport: { initialSequenceNumber: 2000, ...tcp } },
    },
  });
  seen.steps('server1', serving(80, ...server));
  seen.steps('pc1', connecting('10.0.0.2', 80, ...client));
  return seen;
}

/** Lengths of the segments with data a host sent. */
function lengths(seen: Lab, device = 'pc1'): number[] {
  return seen
    .facts('tcp.sent')
    .filter((fact) => fact.device === device && Number(fact.detail.length) > 0)
    .map(({ detail }) => Number(detail.length));
}

describe('D1: the acknowledgment is the sequence number plus the bytes received', () => {
  it('sequence number 1301 with 100 bytes is acknowledged by 1401', () => {
    const seen = exchange({ client: [send(300), pause(1), send(100), pause(9)], server: [receive(400), pause(9)] });
    seen.run('5s');
    expect(segments(seen)).toContainEqual(expect.stringMatching(/^pc1 (ACK, PSH|PSH, ACK) 1301\(100\)/));
    expect(segments(seen)).toContainEqual(expect.stringMatching(/^server1 ACK 2001\(0\) ack 1401$/));
  });
});

describe('D2: small pieces waste the network, waiting for a full segment delays', () => {
  const pieces = [1, 2, 3, 4, 5, 6].map(() => send(10));

  it('with Nagle’s algorithm fewer segments carry the same bytes', () => {
    const cable = { delay: 10_000_000 };
    const server = [receive(60), pause(9)];
    const waiting = exchange({ client: [...pieces, pause(9)], server, cable });
    const hurrying = exchange({ client: [...pieces, pause(9)], server, cable, tcp: { nagle: false } });
    waiting.run('5s');
    hurrying.run('5s');
    expect(lengths(waiting)).toEqual([10, 50]);
    expect(lengths(hurrying)).toEqual([10, 10, 10, 10, 10, 10]);
  });
});

describe('D3: a stream has no message boundaries', () => {
  it('data larger than the MSS is divided, and put together in order', () => {
    const seen = exchange({ client: [send(4000), close()], server: [receive(4000), pause(9)] });
    seen.run('5s');
    expect(lengths(seen).length).toBe(3);
    expect(lengths(seen).reduce((sum, length) => sum + length, 0)).toBe(4000);
  });

  it('three writes may be read as one, and one write as three', () => {
    const three = exchange({
      client: [send(10), send(10), send(10), pause(9)],
      server: [pause(1), receive(30), close()],
    });
    const one = exchange({
      client: [send(30), pause(9)],
      server: [pause(1), receive(10), receive(10), receive(10), close()],
    });
    three.run('5s');
    one.run('5s');
    const calls = (seen: Lab, device: string, call: string) =>
      seen.facts('socket.returned').filter((fact) => fact.device === device && fact.detail.call === call).length;
    expect([calls(three, 'pc1', 'send'), calls(three, 'server1', 'recv')]).toEqual([3, 1]);
    expect([calls(one, 'pc1', 'send'), calls(one, 'server1', 'recv')]).toEqual([1, 3]);
  });
});

describe('D4: missing data is noticed and sent again', () => {
  it('after the timeout, which doubles while nothing comes back', () => {
    // Frames of the client: ARP, SYN, ACK, data, and the data again: the fourth, fifth and sixth are lost.
    const seen = exchange({
      client: [pause(0.5), send(100), pause(99)],
      server: [receive(100), pause(99)],
      cable: { directions: [{ drop: [4, 5, 6] }, {}] },
    });
    seen.run('30s');
    const sent = seen.facts('tcp.sent').filter(({ device, detail }) => device === 'pc1' && detail.length === 100);
    expect(sent).toHaveLength(4);
    const gaps = sent.slice(1).map(({ time }, index) => Math.round((time - sent[index]!.time) / 1e9));
    expect(gaps).toEqual([1, 2, 4]);
    expect(seen.facts('frame.dropped').filter(({ reason }) => reason === 'lost-on-cable')).toHaveLength(3);
  });

  it('at once after three duplicate acknowledgments', () => {
    const seen = exchange({
      client: [pause(0.5), send(14_480), pause(99)],
      server: [receive(14_480), pause(99)],
      cable: { delay: 5_000_000, directions: [{ drop: [5] }, {}] },
    });
    seen.run('30s');
    const resent = seen.facts('tcp.retransmitted');
    expect(resent).toHaveLength(1);
    const lost = seen.facts('frame.dropped').find(({ reason }) => reason === 'lost-on-cable')!;
    expect(resent[0]!.time - lost.time).toBeLessThan(100e6);
    expect(seen.facts('tcp.timer.expired').filter(({ detail }) => detail.timer === 'retransmission')).toHaveLength(0);
  });

  it('and SACK tells what has come beyond the gap', () => {
    const seen = exchange({
      client: [pause(0.5), send(14_480), pause(99)],
      server: [receive(14_480), pause(99)],
      cable: { delay: 5_000_000, directions: [{ drop: [5] }, {}] },
    });
    seen.run('30s');
    const blocks = seen
      .facts('frame.sent')
      .filter(({ device }) => device === 'server1')
      .map(({ frame }) => fieldOf(bytesOf(seen, frame), 'tcp.options.sack_le'));
    expect(blocks.some((left) => left !== null)).toBe(true);
  });
});

describe('D5: the waiting time follows the measured round trip', () => {
  it('and every measurement is on record with SRTT and RTO', () => {
    const seen = exchange({
      client: [send(1000), pause(1), send(1000), pause(1), send(1000), pause(9)],
      server: [receive(3000), pause(9)],
      tcp: { profile: 'linux' },
      cable: { delay: 150_000_000 },
    });
    seen.run('9s');
    const measured = seen.facts('tcp.rtt').filter(({ device }) => device === 'pc1');
    expect(measured.length).toBeGreaterThan(2);
    for (const { detail } of measured) expect(Number(detail.rto)).toBeGreaterThan(Number(detail.srtt));
    // The SYN had to wait for ARP, so the first measurement is twice the round trip; then the average comes down to it.
    const averages = measured.map(({ detail }) => Number(detail.srtt));
    expect(averages).toEqual(averages.toSorted((one, other) => other - one));
    expect(Number(measured.at(-1)!.detail.measured)).toBeLessThan(310e6);
  });
});

describe('D6: repeated failure is reported to the application', () => {
  it('as ETIMEDOUT, after the last retry', () => {
    const seen = exchange({
      client: [pause(0.5), send(100), receive(1)],
      server: [receive(100), pause(9999)],
      tcp: { dataRetries: 5 },
    });
    const lose = { id: 'rule1', name: 'data lost', cable: 'pc1-server1', direction: 'a-to-b', enabled: true } as const;
    const data = { filter: 'tcp.len > 0', hits: { which: 'every' }, action: { do: 'lose' } } as const;
    seen.change({ rules: [{ ...lose, ...data }] });
    seen.run('600s');
    expect(seen.output('pc1', 'program2')).toEqual(['recv: ETIMEDOUT']);
  });
});

describe('D7: a sliding window instead of ping-pong', () => {
  it('a window of eight segments moves the same bytes in far less time than stop-and-wait', () => {
    const time = (fixedWindow: number): number => {
      const seen = exchange({
        client: [send(28_960), close()],
        server: [receive(28_960), close()],
        tcp: { congestionControl: 'fixed', fixedWindow, acknowledgmentDelay: 0 },
        cable: { delay: 10_000_000 },
      });
      seen.run('60s');
      return seen.facts('program.ended').find(({ device }) => device === 'server1')!.time;
    };
    const one = time(1);
    const eight = time(8);
    expect(one).toBeGreaterThan(20 * 20e6);
    expect(eight).toBeLessThan(one / 4);
  });

  it('the window closes when the application does not read, is probed, and opens again', () => {
    const seen = exchange({
      client: [send(20_000), close()],
      server: [pause(20), receive(null), close()],
      tcp: { receiveBuffer: 8000 },
    });
    seen.run('60s');
    const told = seen.facts('tcp.sent').filter(({ device }) => device === 'server1');
    expect(told.some(({ detail }) => detail.window === 0)).toBe(true);
    expect(seen.facts('tcp.timer.expired').some(({ detail }) => detail.timer === 'persist')).toBe(true);
    expect(lengths(seen).reduce((sum, length) => sum + length, 0)).toBeGreaterThanOrEqual(20_000);
    expect(seen.facts('program.ended')).toHaveLength(2);
  });
});

describe('D8: acknowledgments are delayed, gathered, and ride on data', () => {
  it('every second full segment is acknowledged, and an answer carries its acknowledgment with it', () => {
    const seen = exchange({
      client: [pause(0.5), send(14_480), receive(100), close()],
      server: [receive(14_480), send(100), receive(null), close()],
      cable: { delay: 5_000_000 },
    });
    seen.run('9s');
    const bare = segments(seen).filter((one) => /^server1 ACK \d+\(0\)/.test(one));
    expect(lengths(seen)).toHaveLength(10);
    expect(bare.length).toBeLessThanOrEqual(7);
    expect(segments(seen).filter((one) => one.startsWith('server1') && one.includes('(100)'))).toHaveLength(1);
  });
});

describe('D9: congestion control', () => {
  const grown = (congestionControl: 'newreno' | 'cubic') => {
    const seen = exchange({
      client: [send(400_000), close()],
      server: [receive(400_000), close()],
      tcp: { congestionControl, receiveBuffer: 262_144, sendBuffer: 262_144 },
      cable: { delay: 10_000_000, queue: 1000, directions: [{ drop: [60] }, {}] },
    });
    seen.run('60s');
    return seen;
  };

  it('grows, falls at a loss and recovers, with NewReno and with CUBIC', () => {
    for (const control of ['newreno', 'cubic'] as const) {
      const seen = grown(control);
      expect(seen.facts('program.ended'), control).toHaveLength(2);
      expect(seen.facts('tcp.retransmitted').length, control).toBeGreaterThan(0);
      const windows = seen
        .facts('tcp.acknowledged')
        .filter(({ device }) => device === 'pc1')
        .map(({ detail }) => Number(detail.cwnd));
      const most = Math.max(...windows);
      const after = windows.slice(windows.indexOf(most));
      const fallen = Math.min(...after);
      // Reno leaves half of the flight, CUBIC seven tenths of the window.
      expect(fallen / most, control).toBeGreaterThan(control === 'cubic' ? 0.6 : 0.35);
      expect(fallen / most, control).toBeLessThan(control === 'cubic' ? 0.75 : 0.6);
      expect(after.at(-1), control).toBeGreaterThan(fallen);
    }
  });
});
