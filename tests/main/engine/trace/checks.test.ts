import { describe, expect, it } from 'vitest';
import { parseAddress } from '#engine/wire/address.ts';
import { ARP_REQUEST, emitArp } from '#engine/wire/arp.ts';
import { encapsulate, ETHERTYPE_ARP, ETHERTYPE_IPV4 } from '#engine/wire/ethernet.ts';
import { emitIcmp } from '#engine/wire/icmp.ts';
import { connecting, pause, send, serving, receive } from '#support/programs.ts';
import { lab, type Lab } from '#support/lab.ts';
import en from '#renderer/locales/en/check.ts';

const PC2 = 0x020000000002;

/** What was thrown away, each with what its check found and expected. */
function checks(network: Lab, reason?: string) {
  return network
    .facts('frame.dropped')
    .filter((fact) => reason === undefined || fact.reason === reason)
    .map(({ reason: name, detail: { found, expected } }) => ({ reason: name, found, expected }));
}

function echo(network: Lab, source: string, destination: string, spoil?: (bytes: Uint8Array) => void): void {
  const datagram = emitIcmp(
    { kind: 'echo-request', identifier: 1, sequence: 1, data: new Uint8Array(8) },
    { source: parseAddress(source)!, destination: parseAddress(destination)!, ttl: 64, identification: 1 },
  );
  const whole = encapsulate(datagram, { destination: PC2, source: 0x0200000000ee, type: ETHERTYPE_IPV4 });
  const bytes = Uint8Array.from([...whole.head, ...whole.body]);
  spoil?.(bytes);
  network.timeline.act({ kind: 'inject', device: 'pc2', port: 'eth0', bytes });
  network.run('10ms');
}

describe('what is thrown away says what the check found and expected', () => {
  it('for a checksum of ICMP', () => {
    const network = lab('pc1 -- pc2');
    echo(network, '10.0.0.1', '10.0.0.2', (bytes) => (bytes[36] = bytes[36]! ^ 0xff));
    const [check] = checks(network);
    expect(check).toMatchObject({ reason: 'icmp.bad-checksum' });
    expect(check!.found).toMatch(/^0x[0-9a-f]{4}$/);
    expect(check!.found!.toString().slice(4)).toBe(check!.expected!.toString().slice(4));
    expect(check!.found).not.toBe(check!.expected);
  });

  it('for an address that can send nothing (RFC 1812 §5.3.7), in words of the filter language', () => {
    const network = lab('pc1 -- pc2');
    for (const source of ['127.0.0.1', '224.0.0.5', '10.0.0.2', '10.0.0.255', '0.0.0.0']) {
      echo(network, source, '10.0.0.2');
    }
    echo(network, '10.0.0.1', '127.0.0.1');
    expect(checks(network)).toEqual(
      [
        ['ip.src == 127.0.0.1', 'ip.src != 127.0.0.0/8'],
        ['ip.src == 224.0.0.5', 'ip.src != 224.0.0.0/4'],
        ['ip.src == 10.0.0.2', 'ip.src != 10.0.0.2'],
        ['ip.src == 10.0.0.255', 'ip.src != 10.0.0.255'],
        ['ip.src == 0.0.0.0', 'ip.src != 0.0.0.0'],
        ['ip.dst == 127.0.0.1', 'ip.dst != 127.0.0.0/8'],
      ].map(([found, expected]) => ({ reason: 'martian-address', found, expected })),
    );
  });

  it('for a group address that ARP is told of as a sender', () => {
    const network = lab('pc1 -- pc2');
    const fields = { operation: ARP_REQUEST, targetMac: 0, targetAddress: parseAddress('10.0.0.2')! } as const;
    const arp = emitArp({ ...fields, senderMac: 0x01005e000001, senderAddress: parseAddress('10.0.0.9')! });
    const { head, body } = encapsulate(arp, { destination: PC2, source: 0x0200000000ee, type: ETHERTYPE_ARP });
    network.timeline.act({ kind: 'inject', device: 'pc2', port: 'eth0', bytes: Uint8Array.from([...head, ...body]) });
    network.run('1ms');
    expect(checks(network)).toEqual([
      {
        reason: 'martian-address',
        found: 'arp.src.hw_mac == 01:00:5e:00:00:01',
        expected: 'arp.src.hw_mac[0] & 1 == 0',
      },
    ]);
  });

  it('for a socket that is bound to an address no packet may carry', () => {
    const network = lab('pc1 -- pc2');
    network.steps('pc1', [
      { call: 'socket', as: 'one', type: 'datagram' },
      { call: 'bind', socket: 'one', address: '127.0.0.1', port: 5000 },
      { call: 'sendto', socket: 'one', address: '10.0.0.2', port: 9, length: 5 },
    ]);
    network.run('1s');
    const [found, expected] = ['ip.src == 127.0.0.1', 'ip.src in {10.0.0.1}'];
    expect(checks(network)).toEqual([{ reason: 'martian-address', found, expected }]);
  });

  it('for a packet too many that waits for ARP', () => {
    const network = lab('pc1 -- switch1');
    network.command('pc1', 'ping -c 40 -i 0.01 10.0.0.77');
    network.run('900ms');
    const all = checks(network, 'arp-queue-full');
    expect(all.length).toBeGreaterThan(0);
    for (const check of all) expect(check).toEqual({ reason: 'arp-queue-full', found: '32', expected: '32' });
  });

  it('for a neighbour that had to make room in the ARP cache', () => {
    const network = lab('pc1 -- switch1', { settings: { pc1: { network: { neighbourLimit: 1 } } } });
    network.ping('pc1', '10.0.0.77');
    network.ping('pc1', '10.0.0.78');
    network.run('1ms');
    expect(checks(network)).toEqual([{ reason: 'arp-cache-full', found: '1', expected: '1' }]);
  });

  it('for a connection that finds the backlog full', () => {
    const network = lab('pc1 -- server1');
    network.steps('server1', [
      { call: 'socket', as: 's', type: 'stream' },
      { call: 'bind', socket: 's', address: '0.0.0.0', port: 80 },
      { call: 'listen', socket: 's', backlog: 1 },
      { call: 'wait', time: 60e9 },
    ]);
    for (let client = 0; client < 3; client++) network.steps('pc1', connecting('10.0.0.2', 80, pause(100)));
    network.run('500ms');
    const all = checks(network, 'tcp.backlog-full');
    expect(all.length).toBeGreaterThan(0);
    for (const { found, expected } of all) expect([found, expected]).toEqual(['1', '1']);
  });

  it('for a half-open connection too many', () => {
    const network = lab('pc1 -- server1', { transport: { synQueue: 1 } });
    network.ping('pc1', '10.0.0.2');
    network.run('2s');
    // The answers are lost, so the first connection stays half open.
    network.impair('pc1-server1', {}, { loss: 1 });
    network.steps('server1', serving(80, pause(60)));
    for (let client = 0; client < 2; client++) network.steps('pc1', connecting('10.0.0.2', 80, pause(100)));
    network.run('500ms');
    const all = checks(network, 'tcp.syn-queue-full');
    expect(all.length).toBeGreaterThan(0);
    for (const { found, expected } of all) expect([found, expected]).toEqual(['1', '1']);
  });

  it('for a segment that was held until its timestamp was old (RFC 7323 §5.3)', () => {
    const network = lab('pc1 -- server1', { cable: { delay: 1e6 } });
    network.steps('server1', serving(80, receive(100), pause(10)));
    network.steps('pc1', connecting('10.0.0.2', 80, pause(1), send(100), pause(10)));
    const flight = () => network.timeline.flights().find(({ frame }) => frame.length > 150);
    while (flight() === undefined) network.run('500us');
    const target = { cable: 'pc1-server1', direction: 0, frame: flight()!.frame.id } as const;
    expect(network.timeline.act({ kind: 'touch', target, action: { do: 'hold' } }).refused).toBeNull();
    // Its retransmission brings a newer timestamp.
    network.run('5s');
    network.timeline.act({ kind: 'touch', target, action: { do: 'release' } });
    network.run('10ms');
    const [old] = checks(network, 'tcp.old-timestamp');
    const [found, expected] = [old?.found, old?.expected].map((text) => /^(.+) = (\d+)$/.exec(String(text)));
    expect(found?.[1]).toBe('SEG.TSval');
    expect(expected?.[1]).toBe('TS.Recent');
    expect(Number(found?.[2])).toBeLessThan(Number(expected?.[2]));
  });

  it('for a frame that was damaged on its way', () => {
    const network = lab('pc1 -- pc2', { cable: { directions: [{ damage: [1] }, {}] } });
    network.ping('pc1', '10.0.0.2');
    network.run('10ms');
    const [check] = checks(network);
    expect(check).toMatchObject({ reason: 'ethernet.bad-fcs' });
    expect([check!.found, check!.expected]).toEqual([
      expect.stringMatching(/^0x[0-9a-f]{8}$/),
      expect.stringMatching(/^0x[0-9a-f]{8}$/),
    ]);
    expect(check!.found).not.toBe(check!.expected);
  });

  it('and each of these has its sentence', () => {
    const said = (reason: string): unknown =>
      reason.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], en);
    for (const reason of [
      'icmp.bad-checksum',
      'martian-address',
      'arp-queue-full',
      'arp-cache-full',
      'tcp.backlog-full',
      'tcp.syn-queue-full',
      'tcp.old-timestamp',
      'tcp.no-timestamp',
      'ethernet.bad-fcs',
      'queue-full',
    ]) {
      expect(said(reason), reason).toContain('{found}');
    }
  });
});
