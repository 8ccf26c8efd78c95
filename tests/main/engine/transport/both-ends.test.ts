/** What takes two whole hosts to be seen: both close, one is switched off or forgets everything, a mark's answer is lost. */
import { describe, expect, it } from 'vitest';
import type { SocketStep } from '#engine/apps/settings.ts';
import type { RuleSettings } from '#engine/devices/settings.ts';
import type { TransportSettings } from '#engine/transport/settings.ts';
import { close, connecting, pause, receive, send, serving } from '#support/programs.ts';
import { lab, type Lab } from '#support/lab.ts';
import { transitions } from '#support/seen.ts';

const CABLE = 'pc1-server1';

/** A rule of the only cable. */
function rule(id: string, filter: string, hits: RuleSettings['hits'], action: RuleSettings['action']): RuleSettings {
  return { id, name: id, cable: CABLE, direction: 'both', filter, hits, action, enabled: true };
}

interface Talk {
  client: SocketStep[];
  server: SocketStep[];
  tcp?: TransportSettings;
  rules?: RuleSettings[];
  cable?: object;
}

function talking({ client, server, tcp = {}, rules = [], cable = {} }: Talk): Lab {
  const seen = lab('pc1 -- server1', { transport: tcp, cable });
  seen.change({ rules });
  seen.steps('server1', serving(80, ...server));
  seen.steps('pc1', connecting('10.0.0.2', 80, ...client));
  return seen;
}

/** Switches a device off, or on again: then it has forgotten everything. */
function power(seen: Lab, name: string, powered: boolean): void {
  const device = seen.topology.devices.find(({ id }) => id === name)!;
  seen.change({ devices: [{ ...device, ...(powered ? {} : { powered }) }] });
}

const stateAt = (seen: Lab, device: string): string[] =>
  seen
    .table(device, 'sockets')
    .map((row) => `${row[3]}`)
    .filter((state) => state !== 'LISTEN');

describe('a simultaneous close', () => {
  it('of which both FINs are lost ends at both ends all the same, by CLOSING', () => {
    const seen = talking({
      client: [pause(1.01), close()],
      server: [pause(1), close()],
      rules: [rule('rule1', 'tcp.flags.fin == 1', { which: 'nth', ordinals: [1, 2] }, { do: 'lose' })],
      cable: { delay: 20e6 },
    });
    seen.run('1.2s');
    expect(stateAt(seen, 'pc1')).toEqual(['FIN-WAIT-1']);
    expect(stateAt(seen, 'server1')).toEqual(['FIN-WAIT-1']);
    seen.run('10s');
    const repeated = seen.facts('tcp.retransmitted');
    expect(new Set(repeated.map(({ device }) => device))).toEqual(new Set(['pc1', 'server1']));
    expect(repeated.every(({ detail }) => detail.why === 'timeout')).toBe(true);
    for (const device of ['pc1', 'server1']) expect(stateAt(seen, device)).toEqual(['TIME-WAIT']);
    expect(transitions(seen).filter((one) => one.includes('CLOSING'))).toEqual([
      'server1 FIN-WAIT-1 > CLOSING',
      'pc1 FIN-WAIT-1 > CLOSING',
      'pc1 CLOSING > TIME-WAIT',
      'server1 CLOSING > TIME-WAIT',
    ]);
  });

  it('of which both last ACKs are lost is answered again by either end', () => {
    const seen = talking({
      client: [pause(1.01), close()],
      server: [pause(1), close()],
      cable: { delay: 20e6 },
    });
    seen.run('1.105s');
    seen.change({
      rules: [rule('rule1', 'tcp.len == 0', { which: 'nth', ordinals: [1, 2] }, { do: 'lose' })],
    });
    seen.run('10s');
    // Each end sends its FIN again, and in CLOSING acknowledges that of the other again.
    expect(new Set(seen.facts('tcp.retransmitted').map(({ device }) => device))).toEqual(new Set(['pc1', 'server1']));
    expect(transitions(seen)).toContain('pc1 FIN-WAIT-1 > CLOSING');
    for (const device of ['pc1', 'server1']) expect(stateAt(seen, device)).toEqual(['TIME-WAIT']);
    expect(seen.facts('tcp.failed')).toEqual([]);
  });
});

describe('keep-alive', () => {
  const asking: TransportSettings = { keepAlive: true, keepAliveIdle: 30e9, keepAliveInterval: 5e9, keepAliveCount: 3 };

  it('finds out that a peer was switched off, after as many questions as are set', () => {
    const seen = talking({ client: [receive(1)], server: [pause(9999)], tcp: asking });
    seen.run('5s');
    power(seen, 'server1', false);
    seen.run('28s');
    expect(stateAt(seen, 'pc1')).toEqual(['ESTABLISHED']);
    seen.run('30s');
    expect(stateAt(seen, 'pc1')).toEqual([]);
    const [failed] = seen.facts('tcp.failed').filter(({ device }) => device === 'pc1');
    expect(failed!.detail.error).toBe('ETIMEDOUT');
    expect(Math.round(failed!.time / 1e9)).toBe(45);
  });

  it('finds out that a peer has been switched off and on again: the first question is answered with a reset', () => {
    const seen = talking({ client: [receive(1)], server: [pause(9999)], tcp: asking });
    seen.run('5s');
    power(seen, 'server1', false);
    seen.run('1s');
    power(seen, 'server1', true);
    seen.run('40s');
    expect(seen.output('pc1', 'program2')).toEqual(['recv: ECONNRESET']);
    const [failed] = seen.facts('tcp.failed').filter(({ device }) => device === 'pc1');
    expect(Math.round(failed!.time / 1e9)).toBe(30);
  });

  it('off, a connection to a peer that is gone looks well for ever', () => {
    const seen = talking({ client: [receive(1)], server: [pause(9999)] });
    seen.run('5s');
    power(seen, 'server1', false);
    seen.run('36000s');
    expect(stateAt(seen, 'pc1')).toEqual(['ESTABLISHED']);
  });
});

describe('a half-open connection', () => {
  it('is found out by the end that remembers, when it sends: the one that forgot answers with a reset', () => {
    const seen = talking({ client: [pause(10), send(10), receive(1)], server: [pause(9999)] });
    seen.run('5s');
    power(seen, 'server1', false);
    power(seen, 'server1', true);
    seen.run('10s');
    expect(seen.output('pc1', 'program2')).toEqual(['recv: ECONNRESET']);
  });

  it('is found out by the end that forgot, when it opens anew with the same ports', () => {
    const seen = lab('pc1 -- server1', { transport: { ephemeralFirst: 50_000, ephemeralLast: 50_000 } });
    seen.steps('server1', [...serving(80, pause(9999))]);
    seen.steps('pc1', connecting('10.0.0.2', 80, pause(9999)));
    seen.run('5s');
    power(seen, 'pc1', false);
    power(seen, 'pc1', true);
    seen.steps('pc1', connecting('10.0.0.2', 80, send(5), pause(9999)));
    seen.run('10s');
    // A challenge ACK, a reset for it, and the SYN again (RFC 9293 §3.5.1, figure 9; RFC 5961 §4.2).
    const [forgotten] = seen.facts('tcp.failed').filter(({ device }) => device === 'server1');
    expect(forgotten!.detail.error).toBe('ECONNRESET');
    expect(stateAt(seen, 'pc1')).toEqual(['ESTABLISHED']);
    // The program that had the old one has not asked yet.
    expect(stateAt(seen, 'server1')).toEqual(['CLOSED', 'ESTABLISHED']);
  });
});

describe('a mark by a router', () => {
  it('whose answer (CWR) is lost is echoed on, so that the sender makes room once more and says so again', () => {
    const seen = talking({
      client: [send(100_000), close()],
      server: [receive(100_000), close()],
      tcp: { ecn: true },
      cable: { delay: 5e6 },
      rules: [
        rule('rule1', 'tcp.len > 0', { which: 'nth', ordinals: [3] }, { do: 'mark' }),
        rule('rule2', 'tcp.flags.cwr == 1 && tcp.len > 0', { which: 'nth', ordinals: [1] }, { do: 'lose' }),
      ],
    });
    seen.run('60s');
    const flags = (device: string): string[] =>
      seen
        .facts('tcp.sent')
        .filter((fact) => fact.device === device)
        .map(({ detail }) => `${detail.flags}`);
    const told = flags('pc1').filter((one) => one.includes('CWR') && !one.includes('SYN'));
    expect(told.length).toBe(2);
    const echoes = flags('server1').map((one) => one.includes('ECE') && !one.includes('SYN'));
    expect(echoes.filter(Boolean).length).toBeGreaterThan(2);
    // The echo ends with the second CWR.
    expect(echoes.at(-1)).toBe(false);
    expect(seen.facts('tcp.failed')).toEqual([]);
  });
});
