import { describe, expect, it } from 'vitest';
import type { NetworkState } from '#contract/network.ts';
import { Standing } from '#worker/network/standing.ts';
import { lab, type Lab } from '#support/lab.ts';
import { close, connecting, pause, receive, serving } from '#support/programs.ts';

const STRETCH = 1e8;

const standingOf = (network: Lab) => new Standing(network.timeline);

/** The row of a cable or device as an object; undefined: it was not told of. */
function row<Part extends 'cables' | 'devices'>(state: NetworkState, part: Part, id: string) {
  const { ids, ...columns } = state[part];
  const at = ids.indexOf(id);
  if (at < 0) return undefined;
  return Object.fromEntries(
    Object.entries(columns as Record<string, Float64Array>).map(([name, all]) => [name, all[at]]),
  );
}

describe('how the network stands', () => {
  it('is nothing at all where nothing happens', () => {
    const network = lab('pc1 -- switch1 -- pc2');
    const state = standingOf(network).tell(null, STRETCH);
    expect(state).toMatchObject({ version: 1, whole: true, cables: { ids: [] }, devices: { ids: [] } });
    expect(state.floods.device).toEqual([]);
  });

  it('tells the share of the last stretch in which each direction of a cable sent, and its bits', () => {
    const network = lab('pc1 -- pc2', { cable: { bandwidth: 1e6 } });
    network.ping('pc1', '10.0.0.2', 1, { size: 1000 });
    network.run('90ms');
    // A request of 64 + 8 bytes with a gap of 12; the echo of 1046 + 8 bytes with one; at 1 bit a µs.
    const { busyThere, rateThere, busyBack } = row(standingOf(network).tell(null, STRETCH), 'cables', 'pc1-pc2')!;
    expect(busyThere).toBeCloseTo(((72 + 12 + 1054 + 12) * 8e3) / 9e7, 2);
    expect(busyBack).toBeCloseTo(busyThere!, 2);
    expect(rateThere).toBeCloseTo(((72 + 1054) * 8) / 0.09, -3);
  });

  it('counts of a frame that is still leaving what has left', () => {
    const network = lab('pc1 -- pc2', { cable: { bandwidth: 1e4 } });
    network.ping('pc1', '10.0.0.2', 1, { size: 1000 });
    network.run('500ms');
    const { busyThere } = row(standingOf(network).tell(null, STRETCH), 'cables', 'pc1-pc2')!;
    expect(busyThere).toBe(1);
  });

  it('forgets what lies before the stretch', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.run('3s');
    expect(standingOf(network).tell(null, STRETCH).cables.ids).toEqual([]);
  });

  it('tells what waits at a port and how much room there is', () => {
    const network = lab('pc1 -- switch1 -- pc2, switch1 -- pc3', {
      cables: { 'switch1-pc2': { bandwidth: 1e5, queue: 10 } },
    });
    network.ping('pc1', '10.0.0.2', 20, { interval: '1ms', size: 1000 });
    network.run('200ms');
    const found = row(standingOf(network).tell(null, STRETCH), 'cables', 'switch1-pc2')!;
    expect(found['waitingThere']).toBeGreaterThan(0);
    expect(found).toMatchObject({ roomThere: 10, waitingBack: 0, roomBack: 0 });
  });

  it('says after going back what it said when time ran there', () => {
    const network = lab('pc1 -- switch1 -- pc2, switch1 -- pc3', { cable: { bandwidth: 1e6 } });
    network.ping('pc1', '10.0.0.2', 30, { interval: '7ms', size: 400 });
    const sliding = standingOf(network);
    const seen: NetworkState[] = [];
    for (let tick = 0; tick < 30; tick++) {
      network.run('9ms');
      seen.push(sliding.tell(null, STRETCH));
    }
    for (const tick of [25, 3, 14, 13, 29]) {
      network.timeline.seek((tick + 1) * 9e6);
      expect(sliding.tell(null, STRETCH)).toEqual({ ...seen[tick]!, version: expect.any(Number) });
    }
  });

  it('tells only what changed to the one who asked last, and all to others', () => {
    const network = lab('pc1 -- switch1 -- pc2');
    network.ping('pc1', '10.0.0.2', 3, { interval: '50ms' });
    network.run('10ms');
    const standing = standingOf(network);
    const first = standing.tell(null, STRETCH);
    expect(first.cables.ids).toEqual(['pc1-switch1', 'switch1-pc2']);
    const second = standing.tell(first.version, STRETCH);
    expect(second).toMatchObject({ whole: false, version: 2 });
    expect(second.cables.ids).toEqual([]);
    expect(standing.tell(first.version, STRETCH)).toMatchObject({ whole: true, cables: first.cables });
  });

  it('tells zeros of what has come to rest', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.run('10ms');
    const standing = standingOf(network);
    const { version } = standing.tell(null, STRETCH);
    network.run('5s');
    expect(row(standing.tell(version, STRETCH), 'cables', 'pc1-pc2')).toMatchObject({ busyThere: 0, rateThere: 0 });
  });

  it('counts neighbours that do not answer, processes, and devices that are off', () => {
    const network = lab('pc1 -- pc2', { settings: { pc2: { powered: false } } });
    network.ping('pc1', '10.0.0.9');
    network.run('10ms');
    const state = standingOf(network).tell(null, STRETCH);
    expect(row(state, 'devices', 'pc1')).toMatchObject({ arpPending: 1, processes: 1, off: 0 });
    expect(row(state, 'devices', 'pc2')).toMatchObject({ off: 1, processes: 0 });
  });

  it('counts connections that the other end has closed and the program here has not, apart from the open ones', () => {
    const network = lab('pc1 -- server1');
    network.steps('server1', serving(80, receive(null), pause(1000)));
    network.steps('pc1', connecting('10.0.0.2', 80, pause(0.5), close(), pause(1000)));
    network.run('100ms');
    const open = standingOf(network).tell(null, STRETCH);
    expect(row(open, 'devices', 'server1')).toMatchObject({ connections: 1, closeWait: 0 });
    network.run('1s');
    const state = standingOf(network).tell(null, STRETCH);
    expect(row(state, 'devices', 'server1')).toMatchObject({ connections: 0, closeWait: 1, listening: 1 });
    expect(row(state, 'devices', 'pc1')).toMatchObject({ connections: 1, closeWait: 0 });
  });

  it('tells of a device that has heard another use its address, and of no other', () => {
    const network = lab('pc1 -- switch1 -- pc2, switch1 -- pc3', {
      addresses: { pc1: '10.0.0.1/24', pc2: '10.0.0.1/24', pc3: '10.0.0.3/24' },
    });
    network.ping('pc1', '10.0.0.3');
    network.run('10ms');
    const state = standingOf(network).tell(null, STRETCH);
    expect(row(state, 'devices', 'pc2')).toMatchObject({ conflicts: 1 });
    expect(row(state, 'devices', 'pc3')?.['conflicts'] ?? 0).toBe(0);
  });

  it('tells which frames were thrown away just now', () => {
    const network = lab('pc1 -- hub1 -- pc2, hub1 -- pc3');
    network.ping('pc1', '10.0.0.2');
    network.run('10ms');
    const dropped = network.facts('frame.dropped').map(({ seq }) => seq);
    expect(dropped).not.toEqual([]);
    expect([...standingOf(network).tell(null, STRETCH).drops]).toEqual(dropped);
    network.run('100ms');
    expect([...standingOf(network).tell(null, STRETCH).drops]).toEqual([]);
  });

  it('tells of devices whose switch lets copies leave everywhere', () => {
    const network = lab('pc1 -- switch1 -- pc2, switch1 -- pc3');
    network.ping('pc1', '10.0.0.2');
    network.run('10ms');
    const { floods } = standingOf(network).tell(null, STRETCH);
    expect(floods.device[0]).toBe('switch1');
    expect(floods.seq).toEqual(Uint32Array.from(network.facts('switch.flooded'), ({ seq }) => seq));
  });

  it('calls a ring of switches without spanning tree a storm, and a single request none', () => {
    const network = lab('pc1 -- switch1 -- switch2 -- switch3 -- switch1, switch2 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.timeline.advance(2e6, 5_000);
    const state = standingOf(network).tell(null, STRETCH);
    expect(row(state, 'devices', 'switch1')?.['storm']).toBeGreaterThan(1000);
    const calm = lab('pc1 -- switch1 -- pc2');
    calm.ping('pc1', '10.0.0.2');
    calm.run('10ms');
    expect(row(standingOf(calm).tell(null, STRETCH), 'devices', 'switch1')).toBeUndefined();
  });
});
