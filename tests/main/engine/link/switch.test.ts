import { describe, expect, it } from 'vitest';
import { AGEING_TIME } from '#engine/link/mac-table.ts';
import { lab } from '#support/lab.ts';

const STAR = `pc1 -- switch1
pc2 -- switch1
pc3 -- switch1`;

describe('a switch', () => {
  it('floods a broadcast, then forwards the answer to the one port where it learned the asker', () => {
    const network = lab(STAR);
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    const [flood] = network.facts('switch.flooded');
    const flooded = network.facts('frame.sent').filter(({ cause }) => cause === flood!.seq);
    expect(flooded.map(({ port }) => port)).toEqual(['port2', 'port3']);
    expect(network.facts('switch.flooded')).toHaveLength(1);
    expect(network.facts('switch.forwarded').map(({ detail }) => detail.port)).toEqual(['port1', 'port2', 'port1']);
  });

  it('fills its table with the source of each frame', () => {
    const network = lab(STAR);
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    expect(network.table('switch1', 'mac').map(([mac, port]) => [mac, port])).toEqual([
      ['02:00:00:00:00:01', 'port1'],
      ['02:00:00:00:00:02', 'port2'],
    ]);
  });

  it('forgets an address that was not heard for 300 seconds', () => {
    const network = lab(STAR);
    network.ping('pc1', '10.0.0.2');
    network.run('1s').run(AGEING_TIME - 1e9);
    expect(network.table('switch1', 'mac')).toHaveLength(2);
    network.run('1s');
    expect(network.table('switch1', 'mac')).toHaveLength(0);
    expect(network.facts('mac.aged')).toHaveLength(2);
  });

  it('follows an address that turns up at another port', () => {
    const network = lab(STAR);
    const bytes = broadcastFrom(0x0a);
    network.timeline.act({ kind: 'inject', device: 'switch1', port: 'port1', bytes });
    network.timeline.act({ kind: 'inject', device: 'switch1', port: 'port2', bytes });
    network.run('1ms');
    expect(network.facts('mac.moved')).toMatchObject([{ detail: { from: 'port1', port: 'port2' } }]);
    expect(network.table('switch1', 'mac').map(([mac, port]) => [mac, port])).toEqual([['02:00:00:00:00:0a', 'port2']]);
  });

  it('filters a frame whose destination is behind the port it came in by', () => {
    const network = lab(STAR);
    network.timeline.act({ kind: 'inject', device: 'switch1', port: 'port1', bytes: broadcastFrom(0x0a) });
    network.run('1ms');
    const back = broadcastFrom(0x0b);
    back.set([2, 0, 0, 0, 0, 0x0a], 0);
    network.timeline.act({ kind: 'inject', device: 'switch1', port: 'port1', bytes: back });
    network.run('1ms');
    expect(network.facts('frame.dropped').at(-1)).toMatchObject({ device: 'switch1', reason: 'same-port' });
  });

  it('drops a damaged frame instead of passing it on', () => {
    const network = lab(STAR);
    network.timeline.act({ kind: 'inject', device: 'switch1', port: 'port1', bytes: broadcastFrom(1), fcs: 1 });
    network.run('1ms');
    expect(network.facts('frame.dropped')).toMatchObject([{ device: 'switch1', reason: 'ethernet.bad-fcs' }]);
    expect(network.facts('frame.sent')).toHaveLength(0);
  });

  it('learns no group address and forwards nothing to the reserved ones', () => {
    const network = lab(STAR);
    const bytes = broadcastFrom(1);
    bytes.set([0x01, 0x80, 0xc2, 0, 0, 0, 0x01], 0);
    network.timeline.act({ kind: 'inject', device: 'switch1', port: 'port1', bytes });
    network.run('1ms');
    expect(network.table('switch1', 'mac')).toHaveLength(0);
    expect(network.facts('frame.dropped')).toMatchObject([{ reason: 'reserved-address' }]);
  });
});

describe('a loop of switches', () => {
  it('is a storm that grows and is shown, and never a hang', () => {
    const network = lab(
      `switch1 -- switch2 -- switch3 -- switch1
pc1 -- switch1
pc2 -- switch2`,
      { limit: 50_000 },
    );
    network.ping('pc1', '10.0.0.2');
    expect(network.timeline.advance(network.timeline.now + 10e9, 5_000)).toBe('budget');
    expect(network.timeline.advance(network.timeline.now + 10e9, 10_000_000)).toBe('full');
    expect(network.facts('switch.flooded').length).toBeGreaterThan(1000);
  });
});

function broadcastFrom(source: number): Uint8Array {
  const bytes = new Uint8Array(60).fill(0xff, 0, 6);
  bytes.set([2, 0, 0, 0, 0, source], 6);
  return bytes;
}
