/** What a learner must be able to see happen, section C: TCP open. */
import { describe, expect, it } from 'vitest';
import type { RuleSettings } from '#engine/devices/settings.ts';
import { lab } from '#support/lab.ts';
import { connecting, pause, receive, send, serving } from '#support/programs.ts';
import { segments, transitions } from '#support/seen.ts';

/** The numbers of the notes: the client begins at 1000, the server at 2000. */
function notes() {
  return lab('pc1 -- server1', {
    settings: {
      pc1: { transport: { initialSequenceNumber: 1000 } },
      server1: { transport: { initialSequenceNumber: 2000 } },
    },
  });
}

describe('C1: a connection has states at both ends', () => {
  it('which change with each segment of the handshake', () => {
    const seen = notes();
    seen.steps('server1', serving(80, pause(10)));
    seen.steps('pc1', connecting('10.0.0.2', 80, pause(10)));
    seen.run('1s');
    expect(transitions(seen)).toEqual([
      'pc1 CLOSED > SYN-SENT',
      'server1 LISTEN > SYN-RECEIVED',
      'pc1 SYN-SENT > ESTABLISHED',
      'server1 SYN-RECEIVED > ESTABLISHED',
    ]);
  });
});

describe('C2: SYN, SYN+ACK, ACK', () => {
  it('with the numbers of the notes: 1000 and 2000 are acknowledged by 1001 and 2001', () => {
    const seen = notes();
    seen.steps('server1', serving(80, pause(10)));
    seen.steps('pc1', connecting('10.0.0.2', 80, pause(10)));
    seen.run('1s');
    expect(segments(seen)).toEqual([
      'pc1 SYN 1000(0)',
      'server1 SYN, ACK 2000(0) ack 1001',
      'pc1 ACK 1001(0) ack 2001',
    ]);
  });
});

describe('C3: the initial sequence number is random', () => {
  const first = (seed: number) => {
    const seen = lab('pc1 -- server1', { seed });
    seen.steps('pc1', connecting('10.0.0.2', 80));
    seen.run('1s');
    return seen.facts('tcp.sent')[0]!.detail.sequence;
  };

  it('but the same seed gives the same one', () => {
    expect(first(1)).toBe(first(1));
    expect(first(1)).not.toBe(first(2));
  });
});

/** A rule by which a filter's frames are lost on the only cable. */
function losing(filter: string): RuleSettings {
  const rule = { id: 'rule1', name: 'lost', cable: 'pc1-server1', direction: 'both', enabled: true } as const;
  return { ...rule, filter, hits: { which: 'every' }, action: { do: 'lose' } };
}

describe('C5: what can go wrong with an open', () => {
  it('a closed port answers with RST, and connect fails with ECONNREFUSED', () => {
    const seen = notes();
    seen.steps('pc1', connecting('10.0.0.2', 81));
    seen.run('1s');
    expect(segments(seen)).toEqual(['pc1 SYN 1000(0)', 'server1 RST, ACK 0(0) ack 1001']);
    expect(seen.output('pc1', 'program1')).toEqual(['connect: ECONNREFUSED']);
  });

  it('a SYN without an answer is sent again after twice the time, until connect fails with ETIMEDOUT', () => {
    const seen = lab('pc1 -- server1', { settings: { pc1: { transport: { synRetries: 5 } } } });
    seen.change({ rules: [losing('tcp')] });
    const printed = seen.steps('pc1', connecting('10.0.0.2', 80));
    seen.run('300s');
    const sent = seen.facts('tcp.sent').filter(({ device }) => device === 'pc1');
    const seconds = sent.map(({ time }) => Math.round(time / 1e9));
    expect(seconds.slice(1, 6).map((time, index) => time - seconds[index]!)).toEqual([1, 2, 4, 8, 16]);
    expect(printed()).toEqual(['connect: ETIMEDOUT']);
  });

  it('a server that is gone from the link altogether is told apart: ARP finds nobody, and connect fails with EHOSTUNREACH', () => {
    const seen = lab('pc1 -- server1', { settings: { pc1: { transport: { synRetries: 5 } } } });
    seen.ping('pc1', '10.0.0.2');
    seen.run('2s');
    seen.change({ rules: [losing('')] });
    const printed = seen.steps('pc1', connecting('10.0.0.2', 80));
    seen.run('300s');
    expect(printed()).toEqual(['connect: EHOSTUNREACH']);
  });

  it('a lost SYN+ACK is sent again, and the SYN too', () => {
    const seen = lab('pc1 -- server1', { cable: { directions: [{}, { drop: [2] }] } });
    seen.steps('server1', serving(80, pause(10)));
    seen.steps('pc1', connecting('10.0.0.2', 80, pause(10)));
    seen.run('5s');
    const opening = segments(seen).filter((one) => one.includes('SYN'));
    expect(opening.filter((one) => one.startsWith('server1 SYN, ACK')).length).toBeGreaterThan(1);
    expect(transitions(seen)).toContain('pc1 SYN-SENT > ESTABLISHED');
  });

  it('with a full backlog the next clients wait, and come in when there is room', () => {
    const seen = lab('pc1 -- server1');
    seen.steps('server1', [
      { call: 'socket', as: 's', type: 'stream' },
      { call: 'bind', socket: 's', address: '0.0.0.0', port: 80 },
      { call: 'listen', socket: 's', backlog: 1 },
      { call: 'wait', time: 3e9 },
      { call: 'accept', socket: 's', as: 'a' },
      { call: 'accept', socket: 's', as: 'b' },
      { call: 'accept', socket: 's', as: 'c' },
      { call: 'wait', time: 100e9 },
    ]);
    for (let client = 0; client < 3; client++) seen.steps('pc1', connecting('10.0.0.2', 80, pause(100)));
    seen.run('2s');
    expect(seen.facts('frame.dropped').map(({ reason }) => reason)).toContain('tcp.backlog-full');
    seen.run('60s');
    const arrived = seen.facts('socket.returned').filter(({ detail }) => detail.call === 'accept');
    expect(arrived).toHaveLength(3);
  });
});

describe('the exchange after it', () => {
  it('acknowledges every byte', () => {
    const seen = notes();
    seen.steps('server1', serving(80, receive(300), send(100), pause(10)));
    seen.steps('pc1', connecting('10.0.0.2', 80, send(300), receive(100), pause(10)));
    seen.run('1s');
    const acknowledged = seen.facts('tcp.sent').map(({ detail }) => detail.acknowledgment);
    expect(acknowledged).toContain(1301);
    expect(acknowledged).toContain(2101);
  });
});
