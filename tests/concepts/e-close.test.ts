/** What a learner must be able to see happen, section E: TCP close. */
import { describe, expect, it } from 'vitest';
import { lab, type Lab, type LabOptions } from '#support/lab.ts';
import { close, connecting, finish, pause, receive, send, serving } from '#support/programs.ts';
import { segments, transitions } from '#support/seen.ts';
import type { SocketStep } from '#engine/apps/settings.ts';

/** A connection between a server and a client, each of which then does what is given. */
function connected(server: SocketStep[], client: SocketStep[], cable: LabOptions['cable'] = {}): Lab {
  const seen = lab('pc1 -- server1', { cable });
  seen.steps('server1', serving(80, ...server));
  seen.steps('pc1', connecting('10.0.0.2', 80, ...client));
  return seen;
}

/** State of the first connection in a host's socket table that is no listener. */
function stateAt(seen: Lab, device: string): string {
  return `${seen.table(device, 'sockets').find((row) => row[3] !== 'LISTEN')?.[3] ?? 'none'}`;
}

/** Who sent what from the first FIN on. */
function closing(seen: Lab): string[] {
  const sent = segments(seen).map((one) => one.replace(/ \d.*/, ''));
  return sent.slice(sent.findIndex((one) => one.includes('FIN')));
}

describe('E1: FIN, ACK, FIN, ACK', () => {
  it('takes both ends through every state, each with the segment or call that caused it', () => {
    const seen = connected([receive(null), pause(1), close()], [pause(0.5), close()]);
    seen.run('5s');
    expect(transitions(seen).slice(4)).toEqual([
      'pc1 ESTABLISHED > FIN-WAIT-1',
      'server1 ESTABLISHED > CLOSE-WAIT',
      'pc1 FIN-WAIT-1 > FIN-WAIT-2',
      'server1 CLOSE-WAIT > LAST-ACK',
      'pc1 FIN-WAIT-2 > TIME-WAIT',
      'server1 LAST-ACK > CLOSED',
    ]);
    for (const fact of seen.facts('tcp.state').slice(4)) {
      expect(['tcp.received', 'socket.called']).toContain(seen.timeline.trace.kind(fact.cause));
    }
    expect(segments(seen).filter((one) => one.includes('FIN'))).toHaveLength(2);
  });

  it('may be begun by the server as well', () => {
    const seen = connected([pause(0.5), close()], [receive(null), close()]);
    seen.run('5s');
    expect(transitions(seen)).toContain('server1 ESTABLISHED > FIN-WAIT-1');
    expect(stateAt(seen, 'server1')).toBe('TIME-WAIT');
  });
});

describe('E2: a half-close ends one direction only', () => {
  it('data still flows after the first FIN', () => {
    const seen = connected([receive(null), send(100), close()], [pause(0.5), finish(), receive(null), close()]);
    seen.run('5s');
    const sent = segments(seen);
    const fin = sent.findIndex((one) => one.startsWith('pc1') && one.includes('FIN'));
    const data = sent.findIndex((one) => one.startsWith('server1') && one.includes('(100)'));
    expect(fin).toBeGreaterThan(0);
    expect(data).toBeGreaterThan(fin);
  });
});

describe('E3: the close has three forms', () => {
  it('FIN and ACK share a segment when the other end closes as soon as it is told: three segments', () => {
    const seen = connected([receive(null), close()], [pause(0.5), close()]);
    seen.run('5s');
    expect(closing(seen)).toEqual(['pc1 FIN, ACK', 'server1 FIN, ACK', 'pc1 ACK']);
  });

  it('one that still has something to do acknowledges first: four', () => {
    const seen = connected([receive(null), pause(1), close()], [pause(0.5), close()]);
    seen.run('5s');
    expect(closing(seen)).toEqual(['pc1 FIN, ACK', 'server1 ACK', 'server1 FIN, ACK', 'pc1 ACK']);
  });

  it('a server that closes at once answers FIN with FIN and ACK in one segment', () => {
    const seen = connected([receive(null), close()], [pause(0.5), close()]);
    seen.run('5s');
    const all = segments(seen);
    const closing = all.slice(all.findIndex((one) => one.includes('FIN')));
    expect(closing.map((one) => one.replace(/ \d.*/, ''))).toEqual(['pc1 FIN, ACK', 'server1 FIN, ACK', 'pc1 ACK']);
    expect(transitions(seen)).toContain('server1 CLOSE-WAIT > LAST-ACK');
  });

  it('both ends may close at the same time: both go through CLOSING', () => {
    const seen = connected([pause(0.995), close()], [pause(1), close()], { delay: 10_000_000 });
    seen.run('5s');
    expect(transitions(seen).filter((one) => one.includes('> CLOSING'))).toHaveLength(2);
  });
});

describe('E4: RST is the abrupt close', () => {
  it('data for a program that has closed is answered with it', () => {
    const seen = connected([pause(0.2), close()], [pause(0.5), send(10), pause(0.5), send(10)]);
    seen.run('5s');
    expect(segments(seen).some((one) => one.startsWith('server1 RST'))).toBe(true);
    expect(seen.output('pc1', 'program2').join()).toMatch(/EPIPE|ECONNRESET/);
  });
});

describe('E5: TIME_WAIT waits for stray segments', () => {
  it('for twice the maximum segment lifetime, which can be set', () => {
    const seen = connected([receive(null), close()], [pause(0.5), close()]);
    seen.run('230s');
    expect(stateAt(seen, 'pc1')).toBe('TIME-WAIT');
    seen.run('20s');
    expect(stateAt(seen, 'pc1')).toBe('none');

    const linux = lab('pc1 -- server1');
    linux.topology.devices[0]!.transport = { profile: 'linux' };
    const { devices } = linux.topology;
    linux.timeline.act({ kind: 'change', change: { devices, cables: [], programs: [], remove: [] } });
    linux.steps('server1', serving(80, receive(null), close()));
    linux.steps('pc1', connecting('10.0.0.2', 80, pause(0.5), close()));
    linux.run('55s');
    expect(stateAt(linux, 'pc1')).toBe('TIME-WAIT');
    linux.run('10s');
    expect(stateAt(linux, 'pc1')).toBe('none');
  });

  it('and answers again when its last ACK was lost', () => {
    // The frames of pc1 before: ARP, SYN, ACK, FIN.
    const seen = connected([receive(null), close()], [pause(0.5), close()], { directions: [{ drop: [5] }, {}] });
    seen.run('20s');
    expect(closing(seen)).toEqual(['pc1 FIN, ACK', 'server1 FIN, ACK', 'pc1 ACK', 'server1 FIN, ACK', 'pc1 ACK']);
    expect([stateAt(seen, 'pc1'), stateAt(seen, 'server1')]).toEqual(['TIME-WAIT', 'none']);
  });
});

describe('E6: a server restarted while in TIME_WAIT', () => {
  it('cannot bind', () => {
    const seen = connected([pause(0.5), close(), { call: 'close', socket: 's' }], [receive(null), close()]);
    seen.run('2s');
    expect(stateAt(seen, 'server1')).toBe('TIME-WAIT');
    const printed = seen.steps('server1', serving(80));
    seen.run('1s');
    expect(printed()).toEqual(['bind: EADDRINUSE']);
  });
});

describe('E7: the operating system closes the sockets of a killed process', () => {
  it('so that the close happens all the same', () => {
    const seen = connected([receive(null), close()], [pause(100)]);
    seen.run('1s');
    seen.timeline.act({ kind: 'change', change: { devices: [], cables: [], programs: [], remove: ['program2'] } });
    seen.run('5s');
    expect(segments(seen).some((one) => one.startsWith('pc1') && one.includes('FIN'))).toBe(true);
    expect(stateAt(seen, 'pc1')).toBe('TIME-WAIT');
  });
});

describe('E8: CLOSE_WAIT stays for ever when the program never closes', () => {
  it('long after the client has gone', () => {
    const seen = connected([receive(null), pause(1_000_000)], [pause(0.5), close()]);
    seen.run('3600s');
    expect(stateAt(seen, 'server1')).toBe('CLOSE-WAIT');
  });
});

describe('E9: FIN_WAIT_1 stays when the peer has vanished, and times out by itself', () => {
  it('after the retries', () => {
    const seen = connected([pause(100_000)], [pause(1), close()]);
    seen.run('500ms');
    seen.timeline.act({ kind: 'change', change: { devices: [], cables: [], programs: [], remove: ['server1'] } });
    seen.run('30s');
    expect(stateAt(seen, 'pc1')).toBe('FIN-WAIT-1');
    seen.run('3000s');
    expect(stateAt(seen, 'pc1')).toBe('none');
  });
});

describe('E10: FIN_WAIT_2 stays when the peer never sends its FIN', () => {
  it('for ever by the RFC, a minute as Linux does it', () => {
    const seen = connected([receive(null), pause(1_000_000)], [pause(0.5), close()]);
    seen.run('3600s');
    expect(stateAt(seen, 'pc1')).toBe('FIN-WAIT-2');

    const linux = lab('pc1 -- server1', { transport: { profile: 'linux' } });
    linux.steps('server1', serving(80, receive(null), pause(1_000_000)));
    linux.steps('pc1', connecting('10.0.0.2', 80, pause(0.5), close()));
    linux.run('60s');
    expect(stateAt(linux, 'pc1')).toBe('FIN-WAIT-2');
    expect(linux.facts('tcp.timer.started').map(({ detail }) => detail.timer)).toContain('fin-wait-2');
    linux.run('1s');
    expect(stateAt(linux, 'pc1')).toBe('none');
  });
});

describe('E11: very many waiting sockets exhaust memory and ports', () => {
  it('a client that opens and closes one connection after the other has no port left for the next', () => {
    const seen = lab('pc1 -- server1', { transport: { ephemeralFirst: 50_000, ephemeralLast: 50_009 } });
    seen.steps('server1', [...serving(80, receive(null), close()), { call: 'repeat', from: 4 }]);
    seen.run('1ms');
    const printed = seen.steps('pc1', [...connecting('10.0.0.2', 80, close()), { call: 'repeat', from: 1 }]);
    seen.run('1s');
    const { columns, rows } = seen.timeline.view('pc1').find(({ name }) => name === 'memory')!;
    const gauge = (name: string): unknown => rows[0]![columns.indexOf(name)];
    expect([gauge('time-wait'), gauge('client-ports'), gauge('client-port-limit')]).toEqual([10, 10, 10]);
    expect(printed()).toEqual(['connect: EADDRNOTAVAIL']);
  });
});
