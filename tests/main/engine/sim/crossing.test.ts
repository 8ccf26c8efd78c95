import { describe, expect, it } from 'vitest';
import type { Impairment } from '#engine/link/impairment.ts';
import { lab, type Lab } from '#support/lab.ts';

/** Frames of 60 bytes at 100 Mbit/s: 5,760 ns each, and 960 ns of gap. */
const BUSY = 5_760;
const GAP = 960;
const DELAY = 10_000;

/** A lab in which `count` frames leave pc1 one after the other at time 0, over a cable with this impairment. */
function frames(count: number, impairment: Impairment, seed = 1): Lab {
  const network = lab('switch1 -- pc1', { cables: { 'switch1-pc1': { directions: [impairment, {}] } }, seed });
  const ports = [...network.topology.devices[0]!.ports, { name: 'port9', mac: null, address: null, prefix: 24 }];
  network.change({ devices: [{ ...network.topology.devices[0]!, ports }] });
  for (let at = 1; at <= count; at++) {
    const bytes = new Uint8Array(60).fill(0xff, 0, 6).fill(2, 6, 12);
    bytes[20] = at;
    network.timeline.act({ kind: 'inject', device: 'switch1', port: 'port9', bytes });
  }
  return network;
}

const arrivals = (network: Lab) => network.facts('frame.arrived').filter(({ device }) => device === 'pc1');
/** The mark of each frame that arrived at pc1. */
const marks = (network: Lab) =>
  arrivals(network).map(({ frame }) => network.timeline.trace.frameOf(frame)!.bytes()[20]);

describe('a cable that loses', () => {
  it('loses exactly the frames named, half the way, by nobody’s doing', () => {
    const network = frames(4, { drop: [3] }).run('1ms');
    expect(marks(network)).toEqual([1, 2, 4]);
    const sent = network.facts('frame.sent').find(({ frame }) => frame === 3)!;
    expect(network.facts('frame.dropped').filter(({ reason }) => reason === 'lost-on-cable')).toMatchObject([
      {
        device: null,
        frame: 3,
        time: sent.time + (DELAY + BUSY) / 2,
        detail: { cable: 'switch1-pc1' },
        cause: sent.seq,
      },
    ]);
  });

  it('shows a frame in flight until it is lost, as fast as any other', () => {
    const network = frames(1, { drop: [1] }).run('2us');
    expect(network.timeline.flights()).toMatchObject([{ departure: 0, arrival: DELAY + BUSY }]);
    network.run('8us');
    expect(network.timeline.flights()).toEqual([]);
  });

  it('loses in one direction only', () => {
    const network = lab('pc1 -- pc2').impair('pc1-pc2', {}, { loss: 1 });
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    expect(network.facts('frame.arrived').every(({ device }) => device === 'pc2')).toBe(true);
    expect(network.facts('frame.dropped')[0]).toMatchObject({ reason: 'lost-on-cable' });
  });

  it('goes on counting frames when its settings are changed', () => {
    const network = lab('pc1 -- pc2').run('1ms');
    network.ping('pc1', '10.0.0.2', 3);
    network
      .run('500ms')
      .impair('pc1-pc2', { drop: [3] })
      .run('5s');
    // The ARP request was the first frame; the second echo request is the third.
    const lost = network.facts('frame.dropped').find(({ reason }) => reason === 'lost-on-cable')!;
    expect(network.summary(lost.frame).info).toContain('seq=2');
  });
});

describe('a cable that damages', () => {
  it('delivers another frame with one flipped bit and the old FCS, which the adapter throws away', () => {
    const network = frames(2, { damage: [2] }).run('1ms');
    const [damaged] = network.facts('frame.damaged');
    const arrived = network.timeline.trace.frameOf(damaged!.frame)!;
    const sent = network.timeline.trace.frameOf(2)!;
    expect(arrived.intact).toBe(false);
    expect(arrived.packet).toBe(sent.packet);
    let different = popCount(arrived.fcs ^ sent.fcs);
    arrived.bytes().forEach((byte, at) => (different += popCount(byte ^ sent.bytes()[at]!)));
    expect(different).toBe(1);
    expect(network.facts('frame.dropped')).toContainEqual(
      expect.objectContaining({ device: 'pc1', frame: damaged!.frame, reason: 'ethernet.bad-fcs' }),
    );
  });

  it('can hit any byte of a frame, the FCS included (seed 5)', () => {
    const network = frames(90, { bitErrors: { per: 'bit', probability: 1e-3 } }, 5).run('1s');
    const bytes = new Set(network.facts('frame.damaged').map(({ detail }) => Number(detail['byte'])));
    expect(Math.max(...bytes)).toBeGreaterThanOrEqual(60);
    expect(bytes.size).toBeGreaterThan(15);
    expect(network.facts('frame.dropped').every(({ reason }) => reason !== 'none')).toBe(true);
  });
});

describe('a cable that duplicates', () => {
  it('carries the copy right behind the frame, and the next frame behind both', () => {
    const network = frames(2, { duplication: 1 }).run('1ms');
    expect(marks(network)).toEqual([1, 1, 2, 2]);
    expect(arrivals(network).map(({ time }) => time)).toEqual(
      [0, 1, 2, 3].map((at) => DELAY + BUSY + at * (BUSY + GAP)),
    );
    expect(network.facts('frame.duplicated')).toHaveLength(2);
  });
});

describe('a cable with jitter', () => {
  it('keeps the order of frames and the gap between them (seed 3)', () => {
    const network = frames(60, { jitter: 9_000 }, 3).run('10ms');
    expect(marks(network)).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
    const times = arrivals(network).map(({ time }) => time);
    for (let at = 1; at < times.length; at++) expect(times[at]! - times[at - 1]!).toBeGreaterThanOrEqual(BUSY + GAP);
    expect(network.facts('frame.delayed').length).toBeGreaterThan(50);
  });

  it('delays each frame by the delay of the cable, give or take the jitter, to the ns (seed 4)', () => {
    const network = lab('pc1 -- pc2', { seed: 4 }).impair('pc1-pc2', { jitter: 500 });
    network.ping('pc1', '10.0.0.2', 20);
    network.run('30s');
    for (const { time, device, cause } of network.facts('frame.arrived')) {
      if (device !== 'pc2') continue;
      const delayed = network.facts('frame.delayed').find(({ seq }) => seq === cause);
      if (delayed === undefined) continue;
      const sent = network.facts('frame.sent').find(({ seq }) => seq === delayed.cause)!;
      const length = network.timeline.trace.frameOf(sent.frame)!.length;
      const taken = time - sent.time - ((8 + length + 4) * 8e9) / 100e6;
      expect(taken).toBe(delayed.detail['delay']);
      expect(Math.abs(taken - DELAY)).toBeLessThanOrEqual(500);
    }
  });
});

describe('a cable that reorders', () => {
  it('lets later frames overtake those that stay behind (seed 2)', () => {
    const network = frames(40, { reordering: { probability: 0.2, delay: 20_000 } }, 2).run('10ms');
    const order = marks(network);
    expect(order).toHaveLength(40);
    expect(order).not.toEqual([...order].sort((a, b) => a! - b!));
    const behind = network.facts('frame.reordered');
    expect(behind.length).toBeGreaterThan(2);
    for (const { frame, time } of behind) {
      const arrival = arrivals(network).find((fact) => fact.frame === frame)!;
      expect(arrival.time - time).toBe(DELAY + BUSY + 20_000);
    }
  });
});

describe('the directions of a cable', () => {
  it('have their own rate, delay and queue', () => {
    const network = lab('pc1 -- pc2').impair('pc1-pc2', { delay: 1_000 }, { delay: 2_000, bandwidth: 10e6 });
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    const [request, reply] = network.facts('frame.sent');
    const [there, back] = network.facts('frame.arrived');
    expect(there!.time - request!.time).toBe(1_000 + BUSY);
    expect(back!.time - reply!.time).toBe(2_000 + BUSY * 10);
  });
});

describe('the dice of a cable', () => {
  const impaired = {
    loss: 0.2,
    jitter: 3_000,
    duplication: 0.2,
    bitErrors: { per: 'frame', probability: 0.2 },
  } as const;

  it('fall the same way in every replay and in every world with the same seed', () => {
    const build = () => {
      const network = lab('pc1 -- switch1 -- pc2', { seed: 9, cable: { directions: [impaired, impaired] } });
      network.ping('pc1', '10.0.0.2', 20, { interval: '10ms' });
      return network.run('3s');
    };
    const network = build();
    const history = network.history();
    expect(build().history()).toBe(history);
    network.timeline.seek(50e6);
    network.timeline.seek(3e9);
    expect(network.history()).toBe(history);
    for (let at = 0; at < 40; at++) network.timeline.stepBack();
    network.timeline.seek(3e9);
    expect(network.history()).toBe(history);
  });

  it('are each cable’s own: another cable changes nothing on this one', () => {
    const alone = lab('pc1 -- pc2', { seed: 9, cable: { directions: [impaired, impaired] } });
    const beside = lab('pc1 -- pc2\npc3 -- pc4', { seed: 9, cable: { directions: [impaired, impaired] } });
    for (const network of [alone, beside]) network.ping('pc1', '10.0.0.2', 20, { interval: '10ms' });
    beside.ping('pc3', '10.0.0.4', 20, { interval: '10ms' });
    const ofPc1 = (network: Lab) =>
      network.facts('frame.arrived').flatMap(({ device, time }) => (device === 'pc1' ? [time] : []));
    expect(ofPc1(beside.run('1s'))).toEqual(ofPc1(alone.run('1s')));
  });
});

describe('a cable pulled out of its port', () => {
  it('takes the link down at both ends, loses what is on it, and brings the link up when plugged in again', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2', 5);
    network.run('8us').unplug('pc1-pc2');
    const edit = network.facts('input.changed').at(-1)!;
    expect(network.facts('link.down')).toMatchObject([
      { device: 'pc1', port: 'eth0', cause: edit.seq, detail: { cable: 'pc1-pc2' } },
      { device: 'pc2', port: 'eth0', cause: edit.seq },
    ]);
    expect(network.facts('frame.dropped')).toMatchObject([{ reason: 'cable-unplugged' }]);
    expect(network.timeline.flights()).toEqual([]);
    network.run('500ms').plug('pc1-pc2');
    expect(network.facts('link.up').map(({ device }) => device)).toEqual(['pc1', 'pc2']);
    const output = network.ping('pc1', '10.0.0.2');
    network.run('1s');
    expect(output().join('\n')).toContain('1 received');
  });

  it('is as good as none for who sends meanwhile', () => {
    const network = lab('pc1 -- pc2', { cable: { plugged: false } });
    network.ping('pc1', '10.0.0.2');
    network.run('1ms');
    expect(network.facts('frame.dropped')).toMatchObject([{ device: 'pc1', reason: 'no-cable' }]);
    expect(network.facts('link.down')).toEqual([]);
  });

  it('makes a switch forget what it learned there', () => {
    const network = lab('pc1 -- switch1\npc2 -- switch1');
    network.ping('pc1', '10.0.0.2');
    network.run('1s').unplug('pc2-switch1');
    const down = network.facts('link.down').find(({ device }) => device === 'switch1')!;
    expect(network.facts('mac.flushed')).toMatchObject([{ port: 'port2', cause: down.seq }]);
  });

  it('is no news when a world begins with it plugged in', () => {
    expect(lab('pc1 -- pc2').run('1s').facts()).toEqual([]);
  });

  it('tells of a cable drawn while time stands', () => {
    const network = lab('pc1 -- pc2');
    const [cable] = network.topology.cables;
    network.change({ remove: ['pc1-pc2'] }).change({ cables: [cable!] });
    expect(network.facts('link.down', 'link.up').map(({ kind }) => kind)).toEqual([
      'link.down',
      'link.down',
      'link.up',
      'link.up',
    ]);
  });

  it('goes back in time with everything else', () => {
    const network = lab('pc1 -- switch1 -- pc2', { cable: { directions: [{ jitter: 100 }, {}] } });
    network.ping('pc1', '10.0.0.2', 4);
    network.run('1500ms').unplug('pc1-switch1').run('1s').plug('pc1-switch1').run('3s');
    const history = network.history();
    network.timeline.seek(0);
    network.timeline.seek(6e9);
    expect(network.history()).toBe(history);
  });
});

function popCount(word: number): number {
  let count = 0;
  for (let rest = word >>> 0; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}
