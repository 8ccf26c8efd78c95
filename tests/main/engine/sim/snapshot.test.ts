import { describe, expect, it } from 'vitest';
import { applyInput } from '#engine/sim/act.ts';
import { applyChange } from '#engine/sim/change.ts';
import { addedWeight, packState, unpackState, type Checkpoint } from '#engine/sim/checkpoint.ts';
import { digestOf } from '#engine/sim/digest.ts';
import type { Input } from '#engine/sim/inputs.ts';
import { Packer } from '#engine/sim/packing.ts';
import type { WorldState } from '#engine/sim/state.ts';
import { World } from '#engine/sim/world.ts';
import { Frame } from '#engine/wire/frame.ts';
import { lab } from '#support/lab.ts';

/** A state as text, Maps and frames included; what belongs to sharing it is left out. */
function told(state: WorldState): string {
  return JSON.stringify(state, (key, value: unknown) => {
    if (key === 'inSnapshot' || key === 'inOthers' || key === 'packing') return undefined;
    if (value instanceof Map) return { map: [...value] };
    if (value instanceof Set) return { set: [...value] };
    if (value instanceof Frame) return `frame ${value.id}`;
    if (value instanceof Uint8Array) return `${value.length} bytes`;
    return value === Infinity ? 'Infinity' : value;
  });
}

function worldOf(drawing: string): World {
  const { topology } = lab(drawing, { cable: { directions: [{ loss: 0.05, jitter: 2000 }, {}] } });
  const world = new World(1);
  applyChange(world, { ...topology, remove: [] });
  return world;
}

const ping = (device: string, destination: string): Input[] => {
  const run = { program: 'ping', destination, count: 20, interval: 1e7, size: 56 } as const;
  const program = { id: `ping ${device}`, name: 'ping', device, start: null, run };
  return [
    { kind: 'change', change: { devices: [], cables: [], programs: [program], remove: [] } },
    { kind: 'start', program: program.id },
  ];
};

const INPUTS: Input[] = [
  ...ping('pc1', '10.0.0.2'),
  { kind: 'join', device: 'pc1', port: 'eth0', joined: true },
  ...ping('pc2', '10.0.0.1'),
  { kind: 'type', device: 'pc1', terminal: 'one', action: { type: 'line', text: 'ping 10.0.0.2' } },
  { kind: 'next', program: 'ping pc1' },
  { kind: 'call', device: 'pc2', call: { name: 'socket', arguments: ['datagram'] } },
  { kind: 'inject', device: 'pc1', port: 'eth0', bytes: new Uint8Array(60).fill(0xff) },
];

const DRAWINGS = ['pc1 -- switch1 -- pc2', 'pc1 -- hub1 -- pc2, pc3 -- hub1', 'pc1 -- switch1 -- hub1 -- pc2'];

describe('a checkpoint', () => {
  it.each(DRAWINGS)(
    'of %s is the state it was made of, whatever has happened since, and leads to the same future',
    (drawing) => {
      const world = worldOf(drawing);
      const packer = new Packer();
      const frameOf = (id: number) => world.trace.frameOf(id)!;
      const kept: { checkpoint: Checkpoint; was: string; after: string }[] = [];
      for (const input of INPUTS) {
        applyInput(world, input);
        for (let event = 0; event < 24 && world.nextTime < Infinity; event++) {
          if (event % 4 === 0)
            kept.push({ checkpoint: packState(packer, world.state), was: digestOf(world.state), after: '' });
          world.runNext();
          const last = kept[kept.length - 1]!;
          if (event % 4 === 2) last.after = digestOf(world.state);
        }
      }
      expect(new Set(kept.map(({ was }) => was)).size).toBe(kept.length);
      // From the last to the first, then on again: what has not changed in between stays where it is.
      for (const { checkpoint, was, after } of [...kept.toReversed(), ...kept]) {
        world.become(unpackState(packer, checkpoint, world.state, frameOf));
        expect(digestOf(world.state)).toBe(was);
        if (after === '') continue;
        for (let event = 0; event < 3; event++) world.runNext();
        expect(digestOf(world.state)).toBe(after);
      }
    },
  );

  it('packs again only what has changed since', () => {
    const world = worldOf('pc1 -- switch1 -- pc2');
    const packer = new Packer();
    const first = packState(packer, world.state);
    const second = packState(packer, world.state);
    expect(second.devices).toEqual(first.devices);
    second.devices.forEach((packing, index) => expect(packing).toBe(first.devices[index]));
    world.device(1);
    const third = packState(packer, world.state);
    expect(third.devices.map((packing, index) => packing === first.devices[index])).toEqual([true, false, true]);
    expect(addedWeight(second, first)).toBeLessThan(addedWeight(third, first));
  });
});

describe('a snapshot', () => {
  it.each(DRAWINGS)('of %s stays as it was while the world goes on, event by event and input by input', (drawing) => {
    const world = worldOf(drawing);
    const kept: { snapshot: WorldState; was: string }[] = [];
    const keep = () => {
      const snapshot = world.snapshot();
      kept.push({ snapshot, was: told(snapshot) });
    };
    for (const input of INPUTS) {
      keep();
      applyInput(world, input);
      for (let event = 0; event < 24 && world.nextTime < Infinity; event++) {
        if (event % 4 === 0) keep();
        world.runNext();
      }
    }
    expect(kept.length).toBeGreaterThan(40);
    for (const { snapshot, was } of kept) expect(told(snapshot)).toBe(was);
  });

  it('made the present again leads to the same future as often as it is', () => {
    const world = worldOf('pc1 -- switch1 -- pc2');
    for (const input of ping('pc1', '10.0.0.2')) applyInput(world, input);
    for (let event = 0; event < 20; event++) world.runNext();
    const snapshot = world.snapshot();
    const futures = Array.from({ length: 3 }, () => {
      world.restore(snapshot);
      for (let event = 0; event < 50; event++) world.runNext();
      return told(world.state);
    });
    expect(new Set(futures).size).toBe(1);
  });
});
