import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleSettings } from '#engine/link/rule.ts';
import { lab, type Lab, type LabOptions } from '#support/lab.ts';

function rule(some: Partial<RuleSettings>): RuleSettings {
  return {
    id: 'rule1',
    name: 'rule one',
    cable: 'pc1-pc2',
    direction: 'a-to-b',
    filter: '',
    hits: { which: 'every' },
    action: { do: 'lose' },
    enabled: true,
    ...some,
  };
}

function ruled(rules: Partial<RuleSettings>[], options: LabOptions = {}): Lab {
  const all = rules.map((one, at) => rule({ id: `rule${at + 1}`, name: `rule ${at + 1}`, ...one }));
  return lab('pc1 -- pc2', options).change({ rules: all });
}

/** One stream from pc1 to pc2. */
function transfer(network: Lab, length: number): void {
  network.steps('pc2', [
    { call: 'socket', as: 'listener', type: 'stream' },
    { call: 'bind', socket: 'listener', address: '0.0.0.0', port: 80 },
    { call: 'listen', socket: 'listener', backlog: 5 },
    { call: 'accept', socket: 'listener', as: 'connection' },
    { call: 'recv', socket: 'connection', length: null },
    { call: 'close', socket: 'connection' },
  ]);
  network.steps('pc1', [
    { call: 'socket', as: 'socket', type: 'stream' },
    { call: 'connect', socket: 'socket', address: '10.0.0.2', port: 80 },
    { call: 'send', socket: 'socket', length },
    { call: 'close', socket: 'socket' },
  ]);
}

const SECOND_ACK: Partial<RuleSettings> = {
  direction: 'b-to-a',
  filter: 'tcp.flags.ack == 1 && tcp.flags.syn == 0',
  hits: { which: 'nth', ordinals: [2] },
};

describe('a rule of a cable', () => {
  it('drops the second ACK from b, and no other', () => {
    const network = ruled([SECOND_ACK]);
    transfer(network, 20_000);
    network.run('5s');
    const dropped = network.facts('frame.dropped').filter(({ reason }) => reason === 'lost-by-rule');
    expect(dropped).toHaveLength(1);
    const acks = network
      .facts('frame.sent')
      .filter(({ device, frame }) => device === 'pc2' && / \[ACK\]|^\[ACK\]/.test(network.summary(frame).info));
    expect(dropped[0]!.frame).toBe(acks[1]!.frame);
    const hit = network.facts('rule.hit');
    expect(hit).toMatchObject([{ detail: { rule: 'rule 1', cable: 'pc1-pc2', match: 2 }, cause: acks[1]!.seq }]);
    expect(dropped[0]!.cause).toBe(hit[0]!.seq);
    const [standing] = network.timeline.rules();
    expect(standing).toMatchObject({ id: 'rule1', hits: 1, last: hit[0]!.seq });
    expect(standing!.matches).toBe(acks.length + network.sent('pc2').filter((line) => line.includes('FIN')).length);
  });

  it('is asked about frames of its own direction only, unless it is about both', () => {
    const network = ruled([
      { direction: 'a-to-b', filter: 'arp', action: { do: 'delay', by: 1 } },
      { direction: 'both', filter: 'arp', action: { do: 'delay', by: 1 } },
    ]);
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    expect(network.timeline.rules().map(({ matches }) => matches)).toEqual([1, 2]);
  });

  it('delays what it hits by exactly what it says, and lets others overtake it', () => {
    const network = ruled([
      { filter: 'icmp', hits: { which: 'nth', ordinals: [1] }, action: { do: 'delay', by: 2e6 } },
    ]);
    network.ping('pc1', '10.0.0.2', 2, { interval: '1ms' });
    network.run('100ms');
    const sent = network.facts('frame.sent').filter(({ device, frame }) => device === 'pc1' && isEcho(network, frame));
    const arrived = network
      .facts('frame.arrived')
      .filter(({ device, frame }) => device === 'pc2' && isEcho(network, frame));
    expect(arrived.map(({ frame }) => frame)).toEqual([sent[1]!.frame, sent[0]!.frame]);
    const [first, second] = [sent[0]!, sent[1]!].map(
      (one) => arrived.find(({ frame }) => frame === one.frame)!.time - one.time,
    );
    expect(first! - second!).toBe(2e6);
  });

  it('damages what it hits, so that the adapter throws it away', () => {
    const network = ruled([{ filter: 'icmp', action: { do: 'corrupt', bits: 3 } }]);
    network.ping('pc1', '10.0.0.2');
    network.run('100ms');
    expect(network.facts('frame.damaged')).toMatchObject([{ detail: { bits: 3 } }]);
    expect(network.facts('frame.dropped')).toMatchObject([{ reason: 'ethernet.bad-fcs' }]);
  });

  it('marks a packet whose sender can be told, and says when it cannot', () => {
    const network = ruled([{ filter: 'tcp.len > 0', action: { do: 'mark' } }], { transport: { ecn: true } });
    transfer(network, 3000);
    network.run('1s');
    const marks = network.facts('rule.marked');
    expect(marks.length).toBeGreaterThan(0);
    for (const { frame } of marks) expect(network.timeline.trace.frameOf(frame)!.head[15]! & 3).toBe(3);
    // The receiver tells the sender with ECE (RFC 3168 §6.1.3).
    expect(network.sent('pc2').some((line) => line.includes('ECE'))).toBe(true);
    const plain = ruled([{ filter: 'icmp', action: { do: 'mark' } }]);
    plain.ping('pc1', '10.0.0.2');
    plain.run('100ms');
    expect(plain.facts('rule.without-effect')).toMatchObject([{ detail: { why: 'not-markable' } }]);
    expect(plain.facts('icmp.echo.answered')).toHaveLength(1);
  });

  it('neither acts nor counts while it is disabled', () => {
    const network = ruled([{ filter: 'arp', enabled: false }]);
    network.ping('pc1', '10.0.0.2');
    network.run('100ms');
    expect(network.facts('icmp.echo.answered')).toHaveLength(1);
    expect(network.timeline.rules()).toEqual([{ id: 'rule1', matches: 0, hits: 0, last: null }]);
  });

  it('goes on counting when it is renamed, and begins anew when it looks for something else', () => {
    const network = ruled([{ filter: 'arp', action: { do: 'duplicate' } }]);
    network.ping('pc1', '10.0.0.2');
    network.run('100ms');
    const same = rule({ filter: 'arp', action: { do: 'duplicate' } });
    network.change({ rules: [{ ...same, name: 'other' }] });
    expect(network.timeline.rules()[0]!.matches).toBe(1);
    network.change({ rules: [{ ...same, filter: 'icmp' }] });
    expect(network.timeline.rules()[0]!.matches).toBe(0);
  });

  it('knows who sends, where, when and on which cable', () => {
    const all = ['hop.device == "pc2"', 'hop.port == "eth0" && icmp', 'hop.cable == "pc1-pc2"', 'frame.time < 1'];
    const network = ruled(all.map((filter) => ({ filter, direction: 'both', action: { do: 'delay', by: 1 } })));
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    // An ARP request, its reply, an echo request, its reply, all within a second.
    expect(network.timeline.rules().map(({ matches }) => matches)).toEqual([2, 2, 4, 4]);
  });

  it('goes with its cable', () => {
    const network = ruled([{}]);
    network.change({ remove: ['pc1-pc2'] });
    expect(network.timeline.rules()).toEqual([]);
  });

  it('comes before the impairments of the cable, which meet what it leaves', () => {
    const network = ruled([{ filter: 'icmp', action: { do: 'duplicate' } }], {
      cable: { directions: [{ drop: [2] }, {}] },
    });
    network.ping('pc1', '10.0.0.2');
    network.run('100ms');
    // The second frame of the direction is the echo request: it is lost, and the copy that the rule made of it is not.
    expect(network.facts('frame.dropped')).toMatchObject([{ reason: 'lost-on-cable' }]);
    expect(network.facts('icmp.echo.answered')).toHaveLength(1);
    const lost = ruled([{ filter: 'icmp' }], { cable: { directions: [{ drop: [2] }, {}] } });
    lost.ping('pc1', '10.0.0.2');
    lost.run('100ms');
    expect(lost.facts('frame.dropped')).toMatchObject([{ reason: 'lost-by-rule' }]);
  });

  it('looks at a frame as it was sent, whatever other rules do with it', () => {
    const network = ruled([
      { filter: 'arp', hits: { which: 'nth', ordinals: [1] } },
      { filter: 'arp', hits: { which: 'nth', ordinals: [2] } },
    ]);
    network.ping('pc1', '10.0.0.2');
    network.run('5s');
    const lost = network.facts('frame.dropped').filter(({ reason }) => reason === 'lost-by-rule');
    expect(lost).toHaveLength(2);
    expect(network.timeline.rules().map(({ hits }) => hits)).toEqual([1, 1]);
  });

  for (const [kind, cable, medium] of [
    ['a medium with collisions', { bandwidth: 10e6, delay: 500 }, 'shared'],
    ['an ideal hub', {}, 'ideal'],
  ] as const) {
    it(`on a cable of ${kind} meets what travels along it: what the hub repeats onto it too`, () => {
      const network = lab('pc1 -- hub1, pc2 -- hub1, pc3 -- hub1', { cable, settings: { hub1: { medium } } });
      network.change({
        rules: [
          rule({ id: 'rule1', name: 'towards pc2', cable: 'pc2-hub1', direction: 'b-to-a', filter: 'icmp' }),
          rule({ id: 'rule2', name: 'by pc2', cable: 'pc2-hub1', direction: 'a-to-b', filter: 'icmp' }),
        ],
      });
      network.ping('pc1', '10.0.0.3', 3, { interval: '50ms' });
      network.run('2s');
      // Three requests and three replies are repeated onto the cable of pc2, who says nothing itself, and are lost there alone.
      expect(network.timeline.rules()).toMatchObject([
        { matches: 6, hits: 6 },
        { matches: 0, hits: 0 },
      ]);
      expect(network.facts('icmp.echo.answered')).toHaveLength(3);
      const passed = network
        .facts('frame.arrived')
        .filter(({ device, frame }) => device === 'pc2' && isEcho(network, frame));
      expect(passed).toEqual([]);
      const lost = network.facts('frame.dropped').filter(({ reason }) => reason === 'lost-by-rule');
      expect(lost.map(({ detail }) => detail.cable)).toEqual(Array(6).fill('pc2-hub1'));
    });
  }

  it('hits a repeated frame once, however often it and others collide in between', () => {
    const network = lab('pc1 -- hub1, pc2 -- hub1, pc3 -- hub1', { cable: { bandwidth: 10e6, delay: 500 }, seed: 7 });
    network.change({
      rules: [rule({ cable: 'pc3-hub1', direction: 'both', filter: 'icmp', action: { do: 'corrupt', bits: 1 } })],
    });
    for (const pc of ['pc1', 'pc2']) network.ping(pc, '10.0.0.3', 8, { interval: '20ms', size: 1000 });
    network.run('5s');
    expect(network.facts('csma.collision').length).toBeGreaterThan(0);
    // Every request of the two, damaged on the last cable: none is answered, so that there are no others.
    expect(network.timeline.rules()[0]).toMatchObject({ matches: 16, hits: 16 });
    expect(network.facts('icmp.echo.answered')).toEqual([]);
  });

  it('hits a frame on a shared medium once, however often it collides', () => {
    const network = lab('pc1 -- hub1, pc2 -- hub1, pc3 -- hub1', { cable: { bandwidth: 10e6, delay: 500 }, seed: 7 });
    network.change({
      rules: [rule({ cable: 'pc1-hub1', filter: 'icmp', hits: { which: 'nth', ordinals: [2] } })],
    });
    network.ping('pc1', '10.0.0.3', 4, { interval: '50ms', size: 1000 });
    network.ping('pc2', '10.0.0.3', 4, { interval: '50ms', size: 1000 });
    network.run('5s');
    expect(network.facts('csma.collision').length).toBeGreaterThan(0);
    // Requests of pc1: as many matches as frames, not as attempts.
    expect(network.timeline.rules()[0]).toMatchObject({ matches: 4, hits: 1 });
    expect(network.facts('frame.dropped').filter(({ reason }) => reason === 'lost-by-rule')).toHaveLength(1);
    const delayed = rule({ cable: 'pc1-hub1', filter: 'icmp', action: { do: 'delay', by: 1000 } });
    network.change({ rules: [delayed] });
    network.ping('pc1', '10.0.0.3');
    network.run('1s');
    expect(network.facts('rule.without-effect').at(-1)!.detail).toMatchObject({ why: 'shared-medium' });
  });
});

function isEcho(network: Lab, frame: number): boolean {
  return network.summary(frame).protocol === 'icmp';
}

const SEED = 20_261;

describe(`rules of any kind (seed ${SEED})`, () => {
  const hits = fc.oneof(
    fc.constant({ which: 'every' } as const),
    fc.record({
      which: fc.constant('nth' as const),
      ordinals: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }),
    }),
    fc.record({ which: fc.constant('probability' as const), probability: fc.double({ min: 0, max: 1, noNaN: true }) }),
  );
  const action = fc.constantFrom<RuleSettings['action'][]>(
    { do: 'lose' },
    { do: 'delay', by: 50_000 },
    { do: 'duplicate' },
    { do: 'corrupt', bits: 2 },
    { do: 'mark' },
  );
  const direction = fc.constantFrom<RuleSettings['direction'][]>('a-to-b', 'b-to-a', 'both');
  const filter = fc.constantFrom('', 'icmp', 'arp', 'tcp', 'tcp.flags.ack == 1', 'tcp.len > 0');
  const rules = fc.array(fc.record({ hits, action, direction, filter }), { maxLength: 4 });

  it('hit exactly what they say, and replay the same', () => {
    fc.assert(
      fc.property(rules, fc.nat(1000), (some, seed) => {
        const network = ruled(some, { seed });
        network.ping('pc1', '10.0.0.2', 3, { interval: '10ms' });
        transfer(network, 6000);
        network.run('3s');
        const all = some.map((one, at) => rule({ id: `rule${at + 1}`, name: `rule ${at + 1}`, ...one }));
        const facts = network.facts('rule.hit');
        for (const [at, one] of all.entries()) {
          const own = facts.filter(({ detail }) => detail['rule'] === one.name);
          const standing = network.timeline.rules()[at]!;
          expect(own).toHaveLength(standing.hits);
          const matches = own.map(({ detail }) => detail['match'] as number);
          if (one.hits.which === 'every')
            expect(matches).toEqual(Array.from({ length: standing.matches }, (_, k) => k + 1));
          if (one.hits.which === 'nth') {
            expect(matches).toEqual(one.hits.ordinals.filter((k) => k <= standing.matches).sort((a, b) => a - b));
          }
        }
        const lived = network.history();
        network.timeline.seek(0);
        network.timeline.seek(network.timeline.horizon);
        expect(network.history()).toBe(lived);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });
});
