import { describe, expect, it } from 'vitest';
import {
  accessWoken,
  carrierOff,
  carrierOn,
  frameWaits,
  newAccess,
  type Access,
  type AccessOutside,
} from '#engine/link/csma-cd.ts';
import { ATTEMPT_LIMIT } from '#engine/link/medium.ts';
import { Frame } from '#engine/wire/frame.ts';
import { lab, type Lab } from '#support/lab.ts';

/** At 10 Mbit/s: a bit takes 100 ns, a frame of 60 bytes 57.6 µs, the gap 9.6 µs, a slot 51.2 µs; a hub is 4.6 µs behind. */
const BIT = 100;
const BUSY = 72 * 8 * BIT;
const GAP = 96 * BIT;
const SLOT = 512 * BIT;
const HUB = 46 * BIT;
const DELAY = 1_000;
const cable = { bandwidth: 10e6, delay: DELAY };

const STAR = `pc1 -- hub1
pc2 -- hub1
pc3 -- hub1`;

/** A host asks by ARP at once for an address that nobody has: one broadcast frame of 60 bytes. */
function ask(network: Lab, ...hosts: string[]): Lab {
  for (const host of hosts) network.ping(host, '10.0.0.99');
  return network;
}
const from = (network: Lab, device: string) => network.facts('frame.sent').filter((fact) => fact.device === device);
const to = (network: Lab, device: string) => network.facts('frame.arrived').filter((fact) => fact.device === device);
const ports = (network: Lab, device: string) => {
  const table = network.timeline.view(device).find(({ name }) => name === 'ports')!;
  return table.rows.map((row) => Object.fromEntries(table.columns.map((column, at) => [column, row[at]])));
};

describe('a frame on a shared medium', () => {
  it('leaves the hub while it still comes in: it arrives one transmission, two delays and the hub later', () => {
    const network = ask(lab(STAR, { cable }), 'pc1').run('1ms');
    expect(to(network, 'pc2')[0]!.time).toBe(BUSY + 2 * DELAY + HUB);
    expect(to(network, 'hub1')[0]!.time).toBe(BUSY + DELAY);
    expect(from(network, 'hub1').map(({ time, port }) => [time, port])).toEqual([
      [DELAY, 'port2'],
      [DELAY, 'port3'],
    ]);
  });

  it('is in flight on every cable it passes, at the same time', () => {
    const network = ask(lab(STAR, { cable }), 'pc1').run('30us');
    expect(network.timeline.flights()).toMatchObject([
      { cable: 'pc1-hub1', direction: 0, departure: 0, arrival: BUSY + DELAY },
      { cable: 'pc2-hub1', direction: 1, departure: DELAY + HUB, arrival: BUSY + 2 * DELAY + HUB },
      { cable: 'pc3-hub1', direction: 1 },
    ]);
    network.run('100us');
    expect(network.timeline.flights()).toEqual([]);
  });

  it('can be followed from hop to hop by its causes', () => {
    const network = ask(lab(STAR, { cable }), 'pc1').run('1ms');
    const [sent] = from(network, 'pc1');
    const [repeated] = network.facts('hub.repeated');
    expect(repeated!.cause).toBe(sent!.seq);
    expect(from(network, 'hub1').every(({ cause }) => cause === repeated!.seq)).toBe(true);
    expect(to(network, 'pc2')[0]!.cause).toBe(from(network, 'hub1')[0]!.seq);
  });

  it('goes at the rate of the slowest cable of the hub', () => {
    const network = ask(lab(STAR, { cable, cables: { 'pc3-hub1': { bandwidth: 5e6 } } }), 'pc1').run('1ms');
    expect(to(network, 'pc2')[0]!.time).toBe(2 * BUSY + 2 * DELAY + 2 * HUB);
  });
});

describe('a station that wants to send while another does', () => {
  it('defers until the medium has been silent for a gap', () => {
    const network = ask(lab(STAR, { cable }), 'pc1').run('20us');
    ask(network, 'pc2').run('1ms');
    const [deferred] = network.facts('csma.deferred');
    expect(deferred).toMatchObject({ device: 'pc2', port: 'eth0', time: 20_000 });
    expect(from(network, 'pc2')[0]).toMatchObject({ time: to(network, 'pc2')[0]!.time + GAP, cause: deferred!.seq });
    expect(network.facts('csma.collision')).toEqual([]);
    expect(ports(network, 'pc2')[0]).toMatchObject({ duplex: 'half', collisions: 0, deferred: 1 });
  });

  it('keeps its own frames a gap apart', () => {
    const network = lab('pc1 -- hub1 -- pc2', { cable });
    network.ping('pc1', '10.0.0.98');
    network.ping('pc1', '10.0.0.99');
    network.run('1ms');
    expect(from(network, 'pc1').map(({ time }) => time)).toEqual([0, BUSY + GAP]);
    expect(network.facts('frame.queued')).toHaveLength(1);
  });
});

describe('two stations that begin at the same time', () => {
  const collided = () => ask(lab(STAR, { cable }), 'pc1', 'pc2');

  it('hear each other, jam for 32 bits, and wait a random number of slots (seed 1)', () => {
    const network = collided().run('50us');
    const collisions = network.facts('csma.collision');
    // The hub hears both after a delay; its jam is heard when it has gone through the hub and back.
    expect(collisions.map(({ device, time, detail }) => [device, time, detail['attempt']]).sort()).toEqual([
      ['pc1', 2 * DELAY + HUB, 1],
      ['pc2', 2 * DELAY + HUB, 1],
    ]);
    expect(network.facts('hub.collision')).toMatchObject([{ time: DELAY, detail: { ports: 'port1, port2' } }]);
    for (const { device, time, cause, detail } of network.facts('csma.backed-off')) {
      const collision = collisions.find((fact) => fact.device === device)!;
      expect(cause).toBe(collision.seq);
      // The preamble is sent to its end before the jam: 64 bits, of which most are over here.
      expect(time).toBe(Math.max(collision.time, 64 * BIT) + 32 * BIT);
      expect([0, 1]).toContain(detail['slots']);
      expect(detail['wait']).toBe(Number(detail['slots']) * SLOT);
    }
  });

  it('lose what they sent at the hub, where it is mixed up, and nobody hears more than pieces', () => {
    const network = collided().run('20us');
    const dropped = network.facts('frame.dropped');
    expect(dropped.map(({ device, port, reason }) => `${device} ${port} ${reason}`)).toEqual(
      // pc1 came first, by no time at all: its frame was being repeated already.
      expect.arrayContaining(['hub1 port1 collision', 'hub1 port2 collision', 'pc3 eth0 collision-fragment']),
    );
    for (const port of ['port1', 'port2']) {
      const lost = dropped.find((fact) => fact.device === 'hub1' && fact.port === port)!;
      expect(network.facts('frame.sent').find(({ seq }) => seq === lost.cause)!.detail['toPort']).toBe(port);
    }
    expect(network.timeline.flights()).toEqual([]);
    expect(to(network, 'pc3')).toEqual([]);
  });

  it('get their frames through in the end, and count what happened', () => {
    const network = collided().run('900ms');
    for (const device of ['pc1', 'pc2']) {
      const whole = from(network, device).filter(({ seq }) =>
        network.facts('frame.arrived').some((one) => one.cause === seq),
      );
      expect(whole.length).toBeGreaterThanOrEqual(1);
      expect(Number(ports(network, device)[0]!['collisions'])).toBeGreaterThanOrEqual(1);
    }
    expect(to(network, 'pc3')).toHaveLength(2);
    expect(ports(network, 'hub1')[0]).toMatchObject({ duplex: 'half' });
    expect(Number(ports(network, 'hub1')[0]!['collisions'])).toBeGreaterThanOrEqual(1);
  });

  it('do so in the same way in every replay', () => {
    const network = collided().run('2s');
    const history = network.history();
    network.timeline.seek(0);
    network.timeline.seek(30_000);
    network.timeline.seek(2e9);
    expect(network.history()).toBe(history);
    expect(collided().run('2s').history()).toBe(history);
  });
});

describe('a crowd on one hub', () => {
  it('delivers a ping of everybody to everybody, collisions or not (seed 6)', () => {
    const names = Array.from({ length: 8 }, (_, at) => `pc${at + 1}`);
    const network = lab(names.map((name) => `${name} -- hub1`).join('\n'), { cable, seed: 6 });
    const outputs = names.map((name, at) => network.ping(name, `10.0.0.${((at + 3) % 8) + 1}`, 3, { interval: '2ms' }));
    network.run('5s');
    for (const output of outputs) expect(output().join()).toContain('3 received');
    expect(network.facts('csma.collision').length).toBeGreaterThan(4);
    const attempts = network.facts('csma.backed-off').map(({ detail }) => Number(detail['attempt']));
    expect(Math.max(...attempts)).toBeGreaterThan(1);
    for (const { detail } of network.facts('csma.backed-off')) {
      expect(Number(detail['slots'])).toBeLessThan(2 ** Math.min(Number(detail['attempt']), 10));
    }
  });
});

describe('a medium that never lets a frame through', () => {
  it('makes a station give up after sixteen attempts, on record, and take the next frame', () => {
    const access = newAccess();
    const facts: string[] = [];
    const waiting = [1, 2].map((id) => ({ frame: new Frame(id, id, new Uint8Array(60), new Uint8Array(0)), cause: 0 }));
    let now = 0;
    const outside = (): AccessOutside => ({
      now,
      rate: 10e6,
      port: 0,
      random: () => 0xffff_ffff,
      record: (kind, { frame, reason, detail }) =>
        facts.push(`${frame} ${kind === 'frame.dropped' ? reason : kind} ${detail?.['slots'] ?? ''}`.trim()),
      next: () => waiting.shift(),
      begin: () => 0,
      jam() {},
      end() {},
      wakeAt() {},
    });
    frameWaits(access, outside());
    for (let attempt = 1; attempt <= ATTEMPT_LIMIT; attempt++) {
      expect(access).toMatchObject({ phase: 'sending', frame: { frame: { id: 1 } } });
      carrierOn(access, outside());
      for (const phase of ['jamming', 'backing-off', 'deferring'] as const) {
        if (attempt === ATTEMPT_LIMIT && phase !== 'jamming') break;
        if (access.phase !== phase) continue;
        if (phase === 'jamming') carrierOff(access, outside());
        now = access.deadline;
        accessWoken(access, outside());
      }
    }
    // The highest throw: 2^n - 1 slots with n growing to 10.
    const slots = facts.filter((fact) => fact.includes('backed-off')).map((fact) => Number(fact.split(' ').at(-1)));
    expect(slots).toEqual([1, 3, 7, 15, 31, 63, 127, 255, 511, 1023, 1023, 1023, 1023, 1023, 1023]);
    expect(facts.at(-1)).toBe('1 excessive-collisions');
    now = access.deadline;
    accessWoken(access, outside());
    expect(access).toMatchObject({ phase: 'sending', collisions: 0, frame: { frame: { id: 2 } } });
    expect(access.counters).toMatchObject({ collisions: ATTEMPT_LIMIT, excessive: 1 });
  });

  it('is a ring of hubs, as soon as anybody says a word, and no hang', () => {
    const ring = lab('hub1 -- hub2 -- hub3 -- hub1\npc1 -- hub1\npc2 -- hub2', { cable });
    ask(ring, 'pc1').run('1s');
    expect(ring.facts('hub.collision').length).toBeGreaterThan(0);
    ask(ring, 'pc2').run('10s');
    expect(to(ring, 'pc1')).toEqual([]);
    expect(to(ring, 'pc2')).toEqual([]);
  });
});

describe('a carrier in the gap', () => {
  const gap = (at: number): Access => {
    const access = newAccess();
    const outside = (now: number): AccessOutside => ({
      now,
      rate: 10e6,
      port: 0,
      random: () => 0,
      record: () => 0,
      next: () => ({ frame: new Frame(1, 1, new Uint8Array(60), new Uint8Array(0)), cause: 0 }),
      begin: () => 0,
      jam() {},
      end() {},
      wakeAt() {},
    });
    carrierOn(access, outside(0));
    carrierOff(access, outside(1_000));
    frameWaits(access, outside(1_000));
    carrierOn(access, outside(1_000 + at * BIT));
    if (access.deadline < Infinity) accessWoken(access, outside(access.deadline));
    return access;
  };
  it('makes a station wait anew in the first two thirds, and is not heard in the last', () => {
    expect(gap(63)).toMatchObject({ phase: 'deferring', deadline: Infinity });
    expect(gap(64)).toMatchObject({ phase: 'jamming', started: 1_000 + GAP });
  });
});

describe('a medium that is too long', () => {
  it('has late collisions, and collisions that a sender never hears of', () => {
    const far = lab(STAR, { cable: { ...cable, delay: 40_000 } });
    for (const host of ['pc1', 'pc2']) far.ping(host, '10.0.0.99', 1, { size: 1400 });
    far.run('1s');
    // 57.6 µs of frame are over before the other is heard after 84.6 µs.
    expect(far.facts('csma.collision', 'csma.late-collision')).toEqual([]);
    expect(far.facts('hub.collision').length).toBeGreaterThan(0);
    expect(to(far, 'pc3').length).toBeLessThan(from(far, 'pc1').length + from(far, 'pc2').length);
  });

  it('counts a collision after a slot as late, and sends the frame again all the same', () => {
    const network = ask(lab(STAR, { cable: { ...cable, delay: 11_400 } }), 'pc1').run('27us');
    // pc2 hears pc1 400 ns after it has begun itself; pc1 hears of it after 54.4 µs, when 57.6 µs of frame are not over.
    ask(network, 'pc2').run('2s');
    const late = network.facts('csma.late-collision');
    expect(late[0]).toMatchObject({ device: 'pc1', time: 27_000 + 2 * 11_400 + HUB });
    expect(Number(ports(network, String(late[0]!.device))[0]!['late'])).toBeGreaterThan(0);
    expect(from(network, String(late[0]!.device)).length).toBeGreaterThan(1);
  });
});

describe('hubs behind hubs', () => {
  it('are one collision domain', () => {
    const network = lab('pc1 -- hub1 -- hub2 -- pc2\npc3 -- hub2', { cable });
    ask(network, 'pc1').run('200us');
    expect(to(network, 'pc2')[0]!.time).toBe(BUSY + 3 * DELAY + 2 * HUB);
    network.ping('pc1', '10.0.0.98');
    ask(network, 'pc3').run('20us');
    expect(network.facts('csma.collision').map(({ device }) => device)).toEqual(['pc3', 'pc1']);
    network.run('900ms');
    expect(network.timeline.flights()).toEqual([]);
  });

  it('end at a switch, which takes its turn like a station and is full duplex elsewhere', () => {
    const network = lab('pc1 -- hub1 -- switch1 -- pc2', { cable });
    const output = network.ping('pc1', '10.0.0.2', 3);
    network.run('5s');
    expect(output().join()).toContain('3 received');
    expect(ports(network, 'switch1').map(({ duplex }) => duplex)).toEqual(['half', 'full']);
  });
});

describe('a shared medium that is changed while it is busy', () => {
  it('cuts the frame whose cable is pulled out: the others hear a piece of it', () => {
    const network = ask(lab(STAR, { cable }), 'pc1').run('30us').unplug('pc1-hub1').run('1ms');
    const reasons = network.facts('frame.dropped').map(({ device, reason }) => `${device} ${reason}`);
    expect(reasons).toEqual(['hub1 cable-unplugged', 'pc2 collision-fragment', 'pc3 collision-fragment']);
    expect(network.timeline.flights()).toEqual([]);
  });

  it('is full duplex and ideal as soon as its hub is set so, and what is on it then is lost', () => {
    const network = ask(lab(STAR, { cable }), 'pc1').run('30us');
    const hub = network.topology.devices.find(({ id }) => id === 'hub1')!;
    network.change({ devices: [{ ...hub, medium: 'ideal' }] });
    expect(network.facts('frame.dropped').map(({ reason }) => reason)).toEqual(Array(3).fill('link-renegotiated'));
    ask(network, 'pc2', 'pc3').run('800us');
    expect(network.facts('csma.collision')).toEqual([]);
    expect(ports(network, 'hub1')[0]).not.toHaveProperty('duplex');
    expect(to(network, 'pc1')).toHaveLength(2);
  });

  it('loses and damages frames on its cables as any other', () => {
    const lost = lab(STAR, { cable }).impair('pc1-hub1', { drop: [1] });
    ask(lost, 'pc1').run('900ms');
    expect(lost.facts('frame.dropped').map(({ reason }) => reason)).toContain('lost-on-cable');
    expect(to(lost, 'pc2')).toEqual([]);
    const damaged = lab(STAR, { cable }).impair('pc1-hub1', { damage: [1] });
    ask(damaged, 'pc1').run('900ms');
    const bad = damaged.facts('frame.dropped').filter(({ reason }) => reason === 'ethernet.bad-fcs');
    expect(bad.map(({ device }) => device)).toEqual(['pc2', 'pc3']);
  });
});
