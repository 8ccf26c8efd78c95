import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeviceSettings } from '#engine/devices/settings.ts';
import type { RuleSettings } from '#engine/link/rule.ts';
import type { TouchAction } from '#engine/sim/touched.ts';
import { lab, type Lab } from '#support/lab.ts';
import { vanishedFrames } from '#support/vanished.ts';

const SEED = 15_500;
const DRAWINGS = ['pc1 -- switch1 -- pc2', 'pc1 -- hub1 -- pc2', 'pc1 -- router1 -- pc2'] as const;
const DEEDS = [
  'touch',
  'touch',
  'touch',
  'touch',
  'rule',
  'forget rule',
  'kill',
  'power',
  'plug',
  'ping',
  'ping',
  'exchange',
  'exchange',
  'run',
  'run a little',
  'run a little',
  'seek',
  'step',
  'step back',
] as const;

type Deed = { what: (typeof DEEDS)[number]; which: number; number: number };
const deeds = fc.array(fc.record({ what: fc.constantFrom(...DEEDS), which: fc.nat(7), number: fc.nat(2 ** 31) }), {
  minLength: 10,
  maxLength: 50,
  size: 'max',
});

const ACTIONS: ((number: number) => TouchAction)[] = [
  () => ({ do: 'lose' }),
  () => ({ do: 'hold' }),
  () => ({ do: 'release' }),
  (number) => ({ do: 'delay', by: 1 + (number % 3e6) }),
  () => ({ do: 'duplicate' }),
  (number) => ({ do: 'flip', bit: number % 1000 }),
  (number) => ({
    do: 'edit',
    fields: { 'ip.ttl': `${number % 256}` },
    checksums: number % 2 === 0 ? 'keep' : 'recompute',
  }),
  (number) => ({
    do: 'edit',
    fields: { 'tcp.seq': `${number}`, 'eth.src': '02:00:00:00:00:77' },
    checksums: 'recompute',
  }),
];

function rule(network: Lab, which: number, number: number): RuleSettings {
  const cables = network.topology.cables;
  return {
    id: `rule${number % 3}`,
    name: `rule ${number % 3}`,
    cable: cables[which % cables.length]!.id,
    direction: (['a-to-b', 'b-to-a', 'both'] as const)[number % 3]!,
    filter: ['', 'icmp', 'tcp.flags.ack == 1', 'arp', 'tcp.len > 0'][(number >>> 3) % 5]!,
    hits: [
      { which: 'every' as const },
      { which: 'nth' as const, ordinals: [1 + (number % 4), 6] },
      { which: 'probability' as const, probability: 0.3 },
    ][(number >>> 6) % 3]!,
    action: [
      { do: 'lose' as const },
      { do: 'delay' as const, by: 1 + (number % 1e7) },
      { do: 'duplicate' as const },
      { do: 'corrupt' as const, bits: 1 + (number % 5) },
      { do: 'mark' as const },
    ][(number >>> 9) % 5]!,
    enabled: (number >>> 12) % 5 > 0,
  };
}

/** A drawing with slow cables and short queues, so that frames are on their way and wait. */
function begin(number: number): Lab {
  const drawing = DRAWINGS[number % DRAWINGS.length]!;
  const routed = drawing.includes('router');
  const addresses = {
    pc1: '10.0.1.1/24 via 10.0.1.254',
    router1: ['10.0.1.254/24', '10.0.2.254/24'],
    pc2: '10.0.2.1/24 via 10.0.2.254',
  };
  const shared = drawing.includes('hub');
  return lab(drawing, {
    cable: { bandwidth: 1e6, delay: shared ? 5_000 : 2e6, queue: 5 },
    ...(routed ? { addresses } : {}),
    transport: { ecn: true },
    seed: number,
    limit: 30_000,
  });
}

/** Does a deed. Nothing a person can ask for may throw. */
function act(network: Lab, { what, which, number }: Deed): void {
  const { timeline, topology } = network;
  const peer = topology.devices.find(({ id }) => id === 'pc2')!.ports[0]!.address!;
  // A device that is switched off does not answer.
  const type = (device: string, text: string, terminal: string): void =>
    void timeline.act({ kind: 'type', device, terminal, action: { type: 'line', text } });
  switch (what) {
    case 'touch': {
      const there = [...timeline.flights(), ...timeline.standing()];
      const one = there[which % Math.max(1, there.length)];
      if (one === undefined) return;
      const { cable, direction, frame, departure } = one;
      const target = { cable, direction, frame: frame.id, ...(number % 3 === 0 ? { departure } : {}) };
      const action = ACTIONS[(number >>> 2) % ACTIONS.length]!(number);
      const wanted = { kind: 'touch', target, action } as const;
      const told = timeline.refusal(wanted);
      if (told !== null && number % 5 > 0) return;
      expect(timeline.act(wanted).refused).toBe(told === null ? null : told.refused);
      return;
    }
    case 'rule':
      return void network.change({ rules: [rule(network, which, number)] });
    case 'forget rule':
      return void network.change({ remove: [`rule${number % 3}`] });
    case 'kill':
      return void timeline.act({ kind: 'kill', target: { device: `pc${1 + (which % 2)}`, process: 1 + (number % 6) } });
    case 'power': {
      const at = which % topology.devices.length;
      const { powered = true, ...settings } = topology.devices[at]!;
      // What is off stays off less long than what is on stays on.
      if (powered && number % 4 > 0) return;
      const changed: DeviceSettings = powered ? { ...settings, powered: false } : settings;
      topology.devices[at] = changed;
      return void network.change({ devices: [changed] });
    }
    case 'plug': {
      const { id, plugged = true } = topology.cables[which % topology.cables.length]!;
      if (plugged && number % 4 > 0) return;
      return void network.setCable(id, { plugged: !plugged });
    }
    case 'ping':
      return type('pc1', `ping -c ${1 + (number % 3)} ${peer}`, `tty${1 + (which % 4)}`);
    case 'exchange': {
      type('pc2', 'nc -l 80', 'tty1');
      return type('pc1', `nc ${peer} 80`, `tty${1 + (which % 4)}`);
    }
    case 'run':
      return void timeline.advance(timeline.now + (number % 1_000_000_000), 2_000);
    case 'run a little':
      return void timeline.advance(timeline.now + (number % 3_000_000), 2_000);
    case 'seek':
      return timeline.seek(Math.floor((timeline.horizon * (number % 101)) / 100));
    case 'step':
      for (let at = 0; at <= number % 5; at++) timeline.stepForward();
      return;
    case 'step back':
      for (let at = 0; at <= number % 5; at++) timeline.stepBack();
  }
}

/** All that can be seen of a network at the cursor. */
function sight({ timeline, topology }: Lab): string {
  const there = [...timeline.flights(), ...timeline.standing()].map((one) => ({ ...one, frame: one.frame.id }));
  const tables = topology.devices.map(({ id }) => timeline.view(id));
  const { now, cursor } = timeline;
  return JSON.stringify([now, cursor, timeline.nextTime(), tables, there, timeline.programs(), timeline.rules()]);
}

describe('a long history with held frames and rules', () => {
  it('is found again at any moment, past many checkpoints', () => {
    const network = lab('pc1 -- switch1 -- pc2', { cable: { queue: 5 } });
    network.change({
      rules: [
        {
          ...rule(network, 0, 3),
          enabled: true,
          hits: { which: 'probability', probability: 0.3 },
          action: { do: 'delay', by: 5e5 },
        },
      ],
    });
    network.ping('pc1', '10.0.0.2', 5000, { interval: '200us' });
    const sights: [number, string][] = [];
    for (let at = 0; at < 100; at++) {
      network.run(at % 3 === 0 ? '10.02ms' : '3.017ms');
      const [one] = network.timeline.flights();
      if (one !== undefined) {
        const target = { cable: one.cable, direction: one.direction, frame: one.frame.id };
        network.timeline.act({
          kind: 'touch',
          target,
          action: at % 2 === 0 ? { do: 'hold' } : { do: 'delay', by: 7e6 },
        });
      }
      sights.push([network.timeline.now, sight(network)]);
    }
    expect(network.timeline.checkpoints.count).toBeGreaterThan(2);
    expect(network.timeline.standing().length).toBeGreaterThan(3);
    expect(network.timeline.rules()[0]!.hits).toBeGreaterThan(50);
    const { horizon } = network.timeline;
    for (const at of [90, 10, 50, 99, 3, 70]) {
      const [moment, seen] = sights[at]!;
      network.timeline.seek(moment);
      expect(sight(network)).toBe(seen);
    }
    network.timeline.seek(horizon);
    expect(sight(network)).toBe(sights[99]![1]);
  });
});

describe('any mixture of touches, rules, kills and power cuts', () => {
  it(`never throws, and going back and on again finds the same world (seed ${SEED})`, () => {
    fc.assert(
      fc.property(deeds, fc.nat(1000), (all, number) => {
        const network = begin(number);
        const { timeline } = network;
        for (const deed of all) act(network, deed);
        timeline.seek(timeline.horizon);
        const seen = sight(network);
        const { now, step } = timeline;
        const history = network.history();
        for (const part of [0.5, 0.1, 0.9, 0]) {
          const moment = Math.floor(now * part);
          timeline.seek(moment);
          const jumped = sight(network);
          timeline.seekStep(0);
          timeline.advance(moment, step);
          expect(sight(network)).toBe(jumped);
        }
        timeline.seek(now);
        expect(timeline.step).toBe(step);
        expect(sight(network)).toBe(seen);
        expect(network.history()).toBe(history);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it(`loses no frame without saying so, and leaves no transmitter waiting for ever (seed ${SEED})`, () => {
    fc.assert(
      fc.property(deeds, fc.nat(1000), (all, number) => {
        const network = begin(number);
        for (const deed of all) if (deed.what !== 'seek' && deed.what !== 'step back') act(network, deed);
        const { timeline, topology } = network;
        // Whatever was done, what is in a queue leaves it when time goes on.
        const remove = ['rule0', 'rule1', 'rule2'];
        network.change({ remove });
        const before = new Set(timeline.standing().flatMap(({ state, frame }) => (state === 2 ? [frame.id] : [])));
        timeline.advance(timeline.now + 2e9, 20_000);
        const stuck = timeline.standing().filter(({ state, frame }) => state === 2 && before.has(frame.id));
        expect(stuck).toEqual([]);
        network.change({ remove: topology.cables.map(({ id }) => id) });
        expect([...timeline.flights(), ...timeline.standing()]).toEqual([]);
        expect(vanishedFrames(network)).toEqual([]);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});
