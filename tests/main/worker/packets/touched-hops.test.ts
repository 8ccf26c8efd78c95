import { describe, expect, it } from 'vitest';
import type { TouchAction } from '#engine/sim/touched.ts';
import { hopsOf } from '#worker/packets/hops.ts';
import { Journeys } from '#worker/packets/journeys.ts';
import { lab, type Lab } from '#support/lab.ts';

/** An echo request on its second cable, and its hops after something was done to it. */
function touched(...actions: TouchAction[]): { network: Lab; hops: () => ReturnType<typeof hopsOf> } {
  const network = lab('pc1 -- switch1 -- pc2', { cable: { delay: 1e6 } });
  network.ping('pc1', '10.0.0.2');
  network.run('5.8ms');
  const { frame } = network.timeline.flights()[0]!;
  const target = { cable: 'switch1-pc2', direction: 0 as const, frame: frame.id };
  for (const action of actions) {
    const { refused, value } = network.timeline.act({ kind: 'touch', target, action });
    expect(refused).toBeNull();
    target.frame = value as number;
  }
  const { trace } = network.timeline;
  return { network, hops: () => hopsOf(trace, new Journeys(trace), frame.packet, network.timeline.cursor) };
}

const way = (hops: ReturnType<typeof hopsOf>) =>
  hops.map(({ from, to, arrival, reason }) => [from, to, arrival !== null, reason]);

describe('the hops of a packet that was touched', () => {
  it('end where it was lost by hand', () => {
    expect(way(touched({ do: 'lose' }).hops())).toEqual([
      ['pc1', 'switch1', true, null],
      ['switch1', 'pc2', false, 'lost-by-hand'],
    ]);
    expect(way(touched({ do: 'flip', bit: 300 }, { do: 'lose' }).hops()).at(-1)).toEqual([
      'switch1',
      'pc2',
      false,
      'lost-by-hand',
    ]);
  });

  it('go on when it is let go, and tell the time at which it really arrived', () => {
    const { network, hops } = touched({ do: 'hold' });
    network.run('1s');
    expect(way(hops()).at(-1)).toEqual(['switch1', 'pc2', false, null]);
    const { frame } = network.timeline.standing()[0]!;
    const target = { cable: 'switch1-pc2', direction: 0 as const, frame: frame.id };
    network.timeline.act({ kind: 'touch', target, action: { do: 'release' } });
    const released = network.timeline.now;
    network.run('1s');
    expect(hops().at(-1)!.arrival).toBeGreaterThan(released);
  });

  it('are one more for each copy', () => {
    const { network, hops } = touched({ do: 'duplicate' });
    network.run('1s');
    expect(way(hops())).toEqual([
      ['pc1', 'switch1', true, null],
      ['switch1', 'pc2', true, null],
      ['switch1', 'pc2', true, null],
    ]);
  });

  it('arrive as what was made of it', () => {
    const { network, hops } = touched({ do: 'edit', fields: { 'ip.src': '10.0.0.77' }, checksums: 'recompute' });
    network.run('1s');
    expect(way(hops()).at(-1)).toEqual(['switch1', 'pc2', true, null]);
  });

  it('are none where it was lost while it waited to be sent', () => {
    const network = lab('pc1 -- pc2', { cable: { bandwidth: 1e5 } });
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    network.ping('pc1', '10.0.0.2');
    network.ping('pc1', '10.0.0.2');
    network.run(0);
    const { frame } = network.timeline.standing()[0]!;
    const target = { cable: 'pc1-pc2', direction: 0 as const, frame: frame.id };
    network.timeline.act({ kind: 'touch', target, action: { do: 'lose' } });
    network.run('1s');
    const { trace, cursor } = network.timeline;
    expect(way(hopsOf(trace, new Journeys(trace), frame.packet, cursor))).toEqual([
      ['pc1', null, false, 'lost-by-hand'],
    ]);
  });
});
