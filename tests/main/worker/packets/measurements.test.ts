import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Impairment } from '#engine/link/impairment.ts';
import { Measurements } from '#worker/packets/measurements.ts';
import { lab, type Lab, type LabOptions } from '#support/lab.ts';

function busy(directions: [Impairment, Impairment], options: LabOptions = {}): Lab {
  const network = lab('pc1 -- pc2', { ...options, cable: { directions } });
  network.ping('pc1', '10.0.0.2', 200, { interval: '1ms', size: 1000 });
  network.run('1s');
  return network;
}

const cableOf = (network: Lab) => network.topology.cables[0]!;
const measured = (network: Lab, cursor = network.timeline.cursor) =>
  new Measurements(network.timeline.trace).of(cableOf(network), cursor);

describe('what a cable has done', () => {
  it('is nothing before it has done anything', () => {
    const network = lab('pc1 -- pc2');
    const nothing = { sent: 0, arrived: 0, lost: 0, duplicated: 0, reordered: 0, damaged: 0 };
    const unknown = { loss: null, delay: null, jitter: null, throughput: null };
    expect(measured(network)).toEqual([
      { ...nothing, ...unknown },
      { ...nothing, ...unknown },
    ]);
  });

  it('is exact where nothing is left to chance', () => {
    const network = busy([{}, {}]);
    const [there, back] = measured(network);
    // An ARP request and 200 echo requests; the same back.
    expect(there).toMatchObject({ sent: 201, arrived: 201, lost: 0, loss: 0, damaged: 0, reordered: 0, duplicated: 0 });
    expect(back).toMatchObject({ sent: 201, arrived: 201, lost: 0 });
    // 64 bytes of ARP, and 1000 + 42 + 4 bytes of each echo, each behind a preamble of 8; 10 µs of cable; 100 Mbit/s.
    expect(there.delay).toBeCloseTo(10_000 + (72 * 80 + 200 * 1054 * 80) / 201, 3);
    expect(there.throughput).toBeGreaterThan(8e6);
    expect(there.throughput).toBeLessThan(8.6e6);
  });

  it('counts what was lost, doubled, damaged and overtaken', () => {
    const network = busy([
      {
        loss: 0.1,
        duplication: 0.1,
        bitErrors: { per: 'frame', probability: 0.1 },
        reordering: { probability: 0.1, delay: 3e6 },
      },
      {},
    ]);
    const [there] = measured(network);
    const facts = (kind: 'frame.duplicated' | 'frame.damaged') =>
      network.facts(kind).filter(({ detail, device }) => detail['cable'] === 'pc1-pc2' && device !== 'pc2').length;
    const lost = network.facts('frame.dropped').filter(({ reason }) => reason === 'lost-on-cable').length;
    expect(there.lost).toBe(lost);
    expect(there.duplicated).toBe(facts('frame.duplicated'));
    expect(there.damaged).toBe(facts('frame.damaged'));
    expect(there.sent + there.duplicated).toBe(there.arrived + there.lost);
    expect(there.loss).toBeCloseTo(there.lost / (there.arrived + there.lost));
    expect(there.reordered).toBeGreaterThan(5);
  });

  it('has a jitter only where frames take unequally long', () => {
    const [steady] = measured(busy([{}, {}]));
    const [shaken] = measured(busy([{ jitter: 100_000 }, {}]));
    expect(steady.jitter).toBeLessThan(1);
    expect(shaken.jitter).toBeGreaterThan(10_000);
  });

  it('counts what a hand or a rule has taken from it as lost', () => {
    const network = lab('pc1 -- pc2', { cable: { delay: 1e6 } });
    network.ping('pc1', '10.0.0.2');
    network.run('2.6ms');
    const [flight] = network.timeline.flights();
    const target = { cable: 'pc1-pc2', direction: 0, frame: flight!.frame.id } as const;
    network.timeline.act({ kind: 'touch', target, action: { do: 'flip', bit: 300 } });
    const [damaged] = network.timeline.flights();
    const now = { ...target, frame: damaged!.frame.id };
    network.timeline.act({ kind: 'touch', target: now, action: { do: 'lose' } });
    expect(measured(network)[0]).toMatchObject({ sent: 2, arrived: 1, lost: 1, damaged: 1 });
    network.ping('pc1', '10.0.0.2');
    network.run('0.3ms');
    network.unplug('pc1-pc2');
    expect(measured(network)[0]).toMatchObject({ sent: 3, arrived: 1, lost: 2 });
  });

  it('is the same at any cursor, however it was come to, and after the future was cut off', () => {
    const network = busy([{ loss: 0.2, jitter: 50_000, duplication: 0.2 }, { loss: 0.1 }], { seed: 3 });
    // More facts of the cable than lie between two sums that are kept.
    network.ping('pc1', '10.0.0.2', 900, { interval: '1ms' });
    network.run('1s');
    network.ping('pc1', '10.0.0.2', 900, { interval: '1ms' });
    network.run('1s');
    const { trace, cursor } = network.timeline;
    const kept = new Measurements(trace);
    const fresh = (at: number) => new Measurements(trace).of(cableOf(network), at);
    fc.assert(
      fc.property(fc.nat(cursor), (at) => {
        expect(kept.of(cableOf(network), at)).toEqual(fresh(at));
      }),
      { seed: 77, numRuns: 40 },
    );
    network.timeline.seek(1.2e9);
    kept.cut(network.timeline.cursor);
    network.ping('pc2', '10.0.0.1');
    network.run('500ms');
    expect(kept.of(cableOf(network), network.timeline.cursor)).toEqual(fresh(network.timeline.cursor));
  });
});
