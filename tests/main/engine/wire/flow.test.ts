import { describe, expect, it } from 'vitest';
import { flowOf } from '#engine/wire/flow.ts';
import { FRAME_PROTOCOLS, protocolOf } from '#engine/wire/protocol.ts';
import { lab, type Lab } from '#support/lab.ts';

const framesOf = (network: Lab) => {
  const ids = new Set(network.facts('frame.sent').map(({ frame }) => frame));
  return [...ids].map((id) => network.timeline.trace.frameOf(id)!);
};
const named = (network: Lab) => framesOf(network).map((frame) => FRAME_PROTOCOLS[protocolOf(frame)]);

describe('what a picture tells frames apart by', () => {
  it('is what a datagram carries, told by its ports', () => {
    const network = lab('pc1 -- pc2', {
      addresses: { pc1: 'dhcp' },
    });
    network.run('1s');
    expect(new Set(named(network))).toContain('dhcp');
  });

  it('is the spanning tree protocol for what bridges say to each other', () => {
    const network = lab('switch1 -- switch2', {
      settings: { switch1: { spanningTree: {} }, switch2: { spanningTree: {} } },
    });
    network.run('3s');
    expect(new Set(named(network))).toEqual(new Set(['stp']));
  });
});

describe('the number of a flow', () => {
  const network = lab('pc1 -- switch1 -- pc2, switch1 -- pc3');
  network.ping('pc1', '10.0.0.2', 2);
  network.ping('pc1', '10.0.0.3', 2);
  network.run('3s');
  const ofKind = (name: string) => framesOf(network).filter((frame) => FRAME_PROTOCOLS[protocolOf(frame)] === name);

  it('is one for both directions, and another for another pair', () => {
    expect(ofKind('icmp')).toHaveLength(8);
    expect(new Set(ofKind('icmp').map(flowOf)).size).toBe(2);
  });

  it('is 0 for what is between no two addresses', () => {
    expect(new Set(ofKind('arp').map(flowOf))).toEqual(new Set([0]));
  });
});
