import { describe, expect, it } from 'vitest';
import { Journeys } from '#worker/packets/journeys.ts';
import { Conversations } from '#worker/conversations/conversations.ts';
import { packetsOf, pathOf } from '#worker/network/path.ts';
import { lab, type Lab } from '#support/lab.ts';
import { close, connecting, receive, send, serving } from '#support/programs.ts';

const NET = 'pc1 -- router1 -- pc2';
const ADDRESSES = {
  pc1: '10.0.1.1/24 via 10.0.1.254',
  pc2: '10.0.2.1/24 via 10.0.2.254',
  router1: ['10.0.1.254/24', '10.0.2.254/24'],
};

function path(network: Lab, packets: number[], cursor = network.timeline.cursor) {
  const { trace } = network.timeline;
  const { cable, direction, taken, ahead } = pathOf(
    trace,
    new Journeys(trace),
    packets,
    network.topology.cables,
    cursor,
  );
  return cable.map((id, index) => ({ id, direction: direction[index], taken: taken[index], ahead: ahead[index] }));
}

describe('the way of a packet', () => {
  const network = lab(NET, { addresses: ADDRESSES });
  network.ping('pc1', '10.0.2.1');
  network.run('1s');
  const echo = network.facts('ip.originated').find(({ device }) => device === 'pc1')!.packet;

  it('is every cable it crossed, in order and with the direction', () => {
    expect(path(network, [echo])).toEqual([
      { id: 'pc1-router1', direction: 0, taken: 1, ahead: 0 },
      { id: 'router1-pc2', direction: 0, taken: 1, ahead: 0 },
    ]);
  });

  it('knows at an earlier cursor what is still ahead', () => {
    const passed = network.facts('ip.forwarded').find(({ packet }) => packet === echo)!.seq;
    expect(path(network, [echo], passed)).toEqual([
      { id: 'pc1-router1', direction: 0, taken: 1, ahead: 0 },
      { id: 'router1-pc2', direction: 0, taken: 0, ahead: 1 },
    ]);
  });

  it('is nothing for a packet that never left', () => {
    expect(path(network, [100_000])).toEqual([]);
  });
});

describe('the way of a connection', () => {
  it('goes there and back, by the packets of all its segments', () => {
    const network = lab(NET, { addresses: ADDRESSES });
    network.steps('pc2', serving(80, receive(100), close()));
    network.steps('pc1', connecting('10.0.2.1', 80, send(100), close()));
    network.run('2s');
    const { trace } = network.timeline;
    const conversations = new Conversations(trace);
    const packets = packetsOf(trace, conversations.find(conversations.list(trace.length)[0]!.id));
    const legs = path(network, packets);
    expect(legs.map(({ id, direction }) => `${id} ${direction}`)).toEqual([
      'pc1-router1 0',
      'router1-pc2 0',
      'router1-pc2 1',
      'pc1-router1 1',
    ]);
    const taken = legs.map((leg) => leg.taken ?? 0);
    expect(taken[0]).toBe(taken[1]);
    expect(taken[0]! + taken[2]!).toBe(packets.length);
    const atTheBeginning = path(network, packets, 0);
    expect(atTheBeginning.map((leg) => leg.taken)).toEqual([0, 0, 0, 0]);
    expect(atTheBeginning.map((leg) => leg.ahead)).toEqual(taken);
  });

  it('is nothing for one that is not known', () => {
    expect(packetsOf(lab(NET).timeline.trace, undefined)).toEqual([]);
  });
});
