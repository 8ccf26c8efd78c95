import { describe, expect, it } from 'vitest';
import { REACHABLE_TIME, STALE_TIME } from '#engine/net/arp.ts';
import { BROADCAST_MAC, parseAddress } from '#engine/wire/address.ts';
import { ARP_REQUEST, emitArp } from '#engine/wire/arp.ts';
import { encapsulate, ETHERTYPE_ARP } from '#engine/wire/ethernet.ts';
import { alsoOf } from '#engine/trace/also.ts';
import { lab, type Lab } from '#support/lab.ts';

describe('ARP', () => {
  it('asks by broadcast, is answered by unicast, and lets the packet that waited go', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    expect(network.sent().slice(0, 3)).toEqual([
      'pc1: arp Who has 10.0.0.2? Tell 10.0.0.1',
      'pc2: arp 10.0.0.2 is at 02:00:00:00:00:02',
      expect.stringContaining('pc1: icmp Echo (ping) request'),
    ]);
    const [waiting] = network.facts('arp.waiting');
    const [learned] = network.facts('arp.learned').filter(({ device }) => device === 'pc1');
    const echo = network.facts('frame.sent')[2]!;
    expect(echo.packet).toBe(waiting!.packet);
    const [released] = network.facts('arp.released');
    expect(echo.cause).toBe(released!.seq);
    // It was the packet that wanted to go, and the answer that let it.
    expect(released!.cause).toBe(waiting!.seq);
    expect(alsoOf(network.timeline.trace, released!.seq)).toBe(learned!.seq);
  });

  it('leaves the cache empty until somebody asks', () => {
    const network = lab('pc1 -- pc2');
    network.run('10s');
    expect(network.table('pc1', 'arp')).toEqual([]);
  });

  it('teaches the one who was asked, so that its answer needs no question of its own', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    expect(network.facts('arp.requested')).toHaveLength(1);
    expect(network.table('pc2', 'arp')[0]!.slice(0, 4)).toEqual(['10.0.0.1', '02:00:00:00:00:01', 'eth0', 'reachable']);
  });

  it('teaches nothing to those who merely hear a request', () => {
    const network = lab(`pc1 -- hub1
pc2 -- hub1
pc3 -- hub1`);
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    expect(network.table('pc3', 'arp')).toEqual([]);
  });

  it('asks three times, a second apart, then drops what waited and tells the program', () => {
    const network = lab('pc1 -- switch1');
    const output = network.ping('pc1', '10.0.0.77');
    network.run('20s');
    expect(network.facts('arp.requested').map(({ time }) => time)).toEqual([0, 1e9, 2e9]);
    expect(network.facts('frame.dropped').find(({ reason }) => reason === 'arp-unanswered')).toMatchObject({
      time: 3e9,
    });
    expect(network.facts('icmp.error.received')).toMatchObject([{ detail: { error: 'host-unreachable' } }]);
    expect(output().join('\n')).toMatch(/EHOSTUNREACH|Unreachable/);
    expect(network.table('pc1', 'arp')).toEqual([]);
  });

  it('trusts an answer for a minute, keeps it as stale for ten, then forgets it', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.run('1s').run(REACHABLE_TIME);
    expect(network.table('pc1', 'arp')[0]![3]).toBe('stale');
    network.run(STALE_TIME);
    expect(network.table('pc1', 'arp')).toEqual([]);
  });

  it('uses a stale entry at once and asks its owner, by unicast, whether it is still there', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.run('1s').run(REACHABLE_TIME);
    const echoes = () => network.sent('pc1').filter((line) => line.includes('(ping) request')).length;
    network.ping('pc1', '10.0.0.2');
    network.run(0);
    expect(echoes()).toBe(2);
    network.run('1s');
    expect(network.table('pc1', 'arp')[0]![3]).toBe('reachable');
    const poll = network.facts('arp.requested').findLast(({ device }) => device === 'pc1')!;
    const frame = network.facts('frame.sent').find(({ packet }) => packet === poll.packet)!;
    expect(network.summary(frame.frame).destination).toBe('02:00:00:00:00:02');
  });

  it('gives up a neighbour that went away, after three polls', () => {
    const network = lab('pc1 -- switch1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.run('1s').run(REACHABLE_TIME);
    network.timeline.act({ kind: 'change', change: { devices: [], cables: [], programs: [], remove: ['pc2'] } });
    network.ping('pc1', '10.0.0.2');
    network.run('20s');
    expect(network.facts('arp.failed')).toMatchObject([{ detail: { address: '10.0.0.2' } }]);
    expect(network.table('pc1', 'arp')).toEqual([]);
  });

  it("is taught nothing by a sender that claims a group address, or this host's own address", () => {
    const network = lab('pc1 -- pc2');
    arp(network, { senderMac: 0x01005e000001, senderAddress: '10.0.0.2' });
    arp(network, { senderMac: 0xffffffffffff, senderAddress: '10.0.0.2' });
    expect(network.facts('frame.dropped').map(({ reason }) => reason)).toEqual(['martian-address', 'martian-address']);
    arp(network, { senderMac: 0x0200000000ee, senderAddress: '10.0.0.1' });
    expect(network.table('pc1', 'arp')).toEqual([]);
  });

  it('answers a probe from 0.0.0.0, which asks whether an address is taken, and learns nothing from it', () => {
    const network = lab('pc1 -- pc2');
    arp(network, { senderMac: 0x0200000000ee, senderAddress: '0.0.0.0' });
    expect(network.sent()).toEqual(['pc1: arp 10.0.0.1 is at 02:00:00:00:00:01']);
    expect(network.table('pc1', 'arp')).toEqual([]);
  });
});

/** A stranger asks pc1 for its MAC address. */
function arp(network: Lab, { senderMac, senderAddress }: { senderMac: number; senderAddress: string }): void {
  const question = emitArp({
    operation: ARP_REQUEST,
    senderMac,
    senderAddress: parseAddress(senderAddress)!,
    targetMac: 0,
    targetAddress: parseAddress('10.0.0.1')!,
  });
  const ethernet = { destination: BROADCAST_MAC, source: 0x0200000000ee, type: ETHERTYPE_ARP };
  const { head, body } = encapsulate(question, ethernet);
  const bytes = Uint8Array.from([...head, ...body]);
  network.timeline.act({ kind: 'inject', device: 'pc1', port: 'eth0', bytes });
  network.run('1ms');
}
