import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXCHANGE_SERVER, exchangeClient } from '#support/exchange.ts';
import { lab, Lab } from '#support/lab.ts';

const SEED = 8293;
const DRAWING = `pc1 -- switch1 -- router1 -- hub1 -- server1
pc2 -- switch1`;
const OPTIONS = {
  addresses: {
    pc1: '10.0.1.1/24 via 10.0.1.254',
    pc2: '10.0.1.2/24 via 10.0.1.254',
    router1: ['10.0.1.254/24', '10.0.2.254/24'],
    server1: '10.0.2.1/24 via 10.0.2.254',
  },
};
const SERVER = EXCHANGE_SERVER;
const CLIENT = exchangeClient('10.0.2.1');

/** Two pings and a TCP exchange, by hand at different moments. */
function busy(seed = 1): Lab {
  const network = lab(DRAWING, { ...OPTIONS, seed });
  network.steps('server1', SERVER);
  network.ping('pc1', '10.0.2.1', 2);
  network.run('300us');
  network.ping('pc2', '10.0.1.1');
  network.run('1500ms');
  network.steps('pc2', CLIENT);
  network.run('2s');
  return network;
}

/** All that can be seen of a network at the cursor. */
function sight(network: Lab): string {
  const { timeline } = network;
  const tables = network.topology.devices.map(({ id }) => timeline.view(id));
  const flights = timeline.flights().map(({ frame, departure, arrival }) => [frame.id, departure, arrival]);
  return JSON.stringify([timeline.now, timeline.cursor, timeline.nextTime(), tables, flights, timeline.programs()]);
}

describe('history', () => {
  it('is the same for the same seed, byte for byte', () => {
    expect(busy(5).history()).toBe(busy(5).history());
  });

  it('differs with the seed where dice are thrown', () => {
    expect(busy(5).history()).not.toBe(busy(6).history());
  });

  it('runs in any slices to the same end', () => {
    const whole = busy();
    const sliced = busy();
    const outcome = sliced.timeline.advance(100e9, 7);
    expect(outcome).toBe('budget');
    while (sliced.timeline.advance(100e9, 7) === 'budget');
    whole.run(100e9 - whole.timeline.now);
    expect(sight(sliced)).toBe(sight(whole));
  });

  it('gives every fact a cause that lies before it, down to what a person did', () => {
    const network = busy();
    const { trace } = network.timeline;
    for (let seq = 1; seq <= trace.length; seq++) expect(trace.cause(seq)).toBeLessThan(seq);
    const echo = network.facts('icmp.echo.answered')[0]!;
    let seq = echo.seq;
    while (trace.cause(seq) > 0) seq = trace.cause(seq);
    expect(trace.kind(seq)).toBe('input.started');
  });
});

describe('seeking', () => {
  it(`to any moment shows what a straight run showed there, every device, every flight (seed ${SEED})`, () => {
    const moments = fc.array(fc.nat(3_500_300_000), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(moments, (times) => {
        const straight = busy();
        const jumping = busy();
        for (const time of times) {
          straight.timeline.seek(0);
          straight.timeline.advance(time, 1_000_000);
          jumping.timeline.seek(time);
          expect(sight(jumping)).toBe(sight(straight));
        }
      }),
      { seed: SEED, numRuns: 25 },
    );
  });

  it('back and on again repeats history instead of writing a second one', () => {
    const network = busy();
    const before = network.history();
    const { length } = network.timeline.trace;
    network.timeline.seek(200_000);
    expect(network.timeline.hasFuture()).toBe(true);
    network.timeline.advance(3.5003e9, 1_000_000);
    expect(network.timeline.trace.length).toBe(length);
    expect(network.history()).toBe(before);
  });

  it('goes no further than what was lived, and keeps the horizon when it goes back', () => {
    const network = busy();
    const { horizon } = network.timeline;
    network.timeline.seek(5);
    expect(network.timeline.horizon).toBe(horizon);
    network.timeline.seek(1e15);
    expect(network.timeline.now).toBe(horizon);
  });

  it('to the beginning finds every table empty', () => {
    const network = busy();
    network.timeline.seek(0);
    network.timeline.seekStep(0);
    expect(network.table('pc1', 'arp')).toEqual([]);
    expect(network.table('switch1', 'mac')).toEqual([]);
    expect(network.timeline.cursor).toBe(0);
  });

  it('to the beginning goes back in time also when nothing has happened since', () => {
    const { timeline } = lab('pc1 -- pc2');
    timeline.advance(5e9, 10);
    timeline.seekStep(0);
    expect(timeline.now).toBe(0);
  });

  it('works over checkpoints that were thinned out', () => {
    const network = lab('switch1 -- switch2 -- switch3 -- switch1\npc1 -- switch1', { limit: 200_000 });
    network.ping('pc1', '10.0.0.9');
    network.timeline.advance(1e9, 1_000_000);
    const { horizon } = network.timeline;
    for (const part of [0.9, 0.1, 0.5]) {
      const time = Math.round(horizon * part);
      network.timeline.seek(time);
      expect(network.timeline.now).toBe(time);
      expect(network.timeline.cursor).toBe(network.timeline.trace.seqAt(time));
    }
  });
});

describe('stepping', () => {
  it('forward and back again comes to the same state, from every fact on', () => {
    const network = lab(DRAWING, OPTIONS);
    network.ping('pc1', '10.0.2.1');
    const sights = [sight(network)];
    while (network.timeline.now < 1e9 && network.timeline.stepForward()) sights.push(sight(network));
    expect(sights.length).toBeGreaterThan(15);
    for (let at = sights.length - 2; at >= 2; at--) {
      expect(network.timeline.stepBack()).toBe(true);
      expect(sight(network)).toBe(sights[at]);
    }
  });

  it('stops at the beginning and at the end', () => {
    const network = lab('pc1 -- pc2');
    expect(network.timeline.stepForward()).toBe(false);
    expect(network.timeline.stepBack()).toBe(false);
  });
});

describe('acting', () => {
  it('in the past starts a new future and forgets the old one', () => {
    const network = busy();
    network.timeline.seek(1e9);
    const { cursor } = network.timeline;
    network.ping('pc2', '10.0.2.1');
    expect(network.timeline.hasFuture()).toBe(false);
    expect(network.timeline.horizon).toBe(1e9);
    expect(network.timeline.trace.length).toBeGreaterThan(cursor);
    network.run('2s');
    expect(network.output('pc2', 'program5').join('\n')).toContain('1 received');
    expect(network.table('pc2', 'sockets')).toEqual([]);
  });

  it(`is repeated exactly by every later journey through time (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2_000_000_000), fc.nat(3)), { maxLength: 5 }), (acts) => {
        const network = busy();
        for (const [time, what] of acts) {
          network.timeline.seek(time);
          if (what === 0) network.ping('pc1', '10.0.1.2');
          else if (what === 1)
            network.timeline.act({
              kind: 'change',
              change: { devices: [], cables: [], programs: [], remove: ['router1-hub1'] },
            });
          else if (what === 2)
            network.timeline.act({
              kind: 'change',
              change: { devices: [], cables: network.topology.cables, programs: [], remove: [] },
            });
          else
            network.timeline.act({
              kind: 'inject',
              device: 'hub1',
              port: 'port1',
              bytes: new Uint8Array(60).fill(255),
            });
          network.run('1s');
        }
        const lived = network.history();
        const seen = sight(network);
        const { now } = network.timeline;
        network.timeline.seek(0);
        network.timeline.seek(now);
        expect(sight(network)).toBe(seen);
        expect(network.history()).toBe(lived);
      }),
      { seed: SEED, numRuns: 20 },
    );
  });

  it('asks for the impossible without harm', () => {
    const network = lab('pc1 -- switch1');
    const { timeline } = network;
    const bytes = new Uint8Array(60);
    expect(timeline.act({ kind: 'start', program: 'none' }).refused).toBe('unknown-program');
    expect(timeline.act({ kind: 'inject', device: 'none', port: 'eth0', bytes }).refused).toBe('unknown-device');
    expect(timeline.act({ kind: 'inject', device: 'pc1', port: 'none', bytes }).refused).toBe('unknown-port');
    expect(timeline.act({ kind: 'inject', device: 'pc1', port: 'eth0', bytes: new Uint8Array(70_000) }).refused).toBe(
      'too-long',
    );
    expect(
      timeline.act({ kind: 'call', device: 'switch1', call: { name: 'socket', arguments: ['stream'] } }).refused,
    ).toBe('no-programs');
    network.run('1s');
  });

  it('changes an address while it runs: the host answers to the new one and forgets what it knew', () => {
    const network = lab('pc1 -- switch1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    const pc2 = network.topology.devices.find(({ id }) => id === 'pc2')!;
    const moved = { ...pc2, ports: [{ ...pc2.ports[0]!, address: '10.0.0.9' }] };
    network.timeline.act({ kind: 'change', change: { devices: [moved], cables: [], programs: [], remove: [] } });
    expect(network.table('pc2', 'arp')).toEqual([]);
    const output = network.ping('pc1', '10.0.0.9');
    network.run('1s');
    expect(output().join('\n')).toContain('1 received');
  });
});

describe('a program', () => {
  const program = (start: number | null) => ({
    id: 'p',
    name: 'ping pc2',
    device: 'pc1',
    start,
    run: { program: 'ping', destination: '10.0.0.2', count: 1, interval: 1e9, size: 56 } as const,
  });
  const withProgram = (start: number | null) => new Lab({ ...lab('pc1 -- pc2').topology, programs: [program(start)] });

  it('starts at the time written in the document', () => {
    const network = withProgram(5e9);
    network.run('6s');
    expect(network.facts('program.started')).toMatchObject([{ time: 5e9 }]);
    expect(network.timeline.programs()).toEqual([{ id: 'p', state: 'ended', status: 0, next: null }]);
  });

  it('started by hand before its time does not start a second time', () => {
    const network = withProgram(5e9);
    network.timeline.act({ kind: 'start', program: 'p' });
    network.run('6s');
    expect(network.facts('program.started')).toMatchObject([{ time: 0 }]);
  });

  it('starts again when its time is written anew', () => {
    const network = withProgram(1e9);
    network.run('3s');
    const change = { devices: [], cables: [], programs: [program(5e9)], remove: [] };
    network.timeline.act({ kind: 'change', change });
    network.run('5s');
    expect(network.facts('program.started').map(({ time }) => time)).toEqual([1e9, 5e9]);
  });

  it('taken off the drawing is killed, and the kernel closes its sockets', () => {
    const network = lab(DRAWING, OPTIONS);
    network.steps('server1', SERVER);
    network.run('1ms');
    network.steps('pc1', [...CLIENT.slice(0, 2), { call: 'wait', time: 1e12 }]);
    network.run('1s');
    expect(network.table('pc1', 'sockets').map((row) => row[3])).toEqual(['ESTABLISHED']);
    const change = { devices: [], cables: [], programs: [], remove: ['program2'] };
    network.timeline.act({ kind: 'change', change });
    network.run('1s');
    expect(network.facts('program.ended').at(0)).toMatchObject({ device: 'pc1', detail: { status: 137 } });
    expect(network.sent('pc1').join('\n')).toContain('[FIN, ACK]');
  });

  it('without a time waits until it is asked for', () => {
    const network = withProgram(null);
    network.run('6s');
    expect(network.timeline.programs()).toEqual([{ id: 'p', state: 'waiting', status: null, next: null }]);
  });
});

describe('a port with an outside', () => {
  it('gives its frames out and takes frames in, each with its time', () => {
    const network = lab('pc1 -- pc2');
    network.timeline.act({ kind: 'change', change: { devices: [], cables: [], programs: [], remove: ['pc1-pc2'] } });
    const out: { length: number; time: number }[] = [];
    const part = network.timeline.join('pc1', 'eth0', (bytes, time) => out.push({ length: bytes.length, time }));
    network.run('1ms');
    network.ping('pc1', '10.0.0.2');
    network.run('1ms');
    expect(out).toEqual([{ length: 60, time: 1e6 }]);

    // A peer made of bytes answers the question half a second later.
    const request = network.timeline.trace.frameOf(network.facts('frame.outside')[0]!.frame)!.bytes();
    const answer = new Uint8Array(60);
    answer.set(request.subarray(6, 12), 0);
    answer.set([2, 0, 0, 0, 0, 0x99], 6);
    answer.set(request.subarray(12, 20), 12);
    answer.set([0, 2, 2, 0, 0, 0, 0, 0x99, 10, 0, 0, 2], 20);
    answer.set(request.subarray(22, 32), 32);
    network.timeline.act({ kind: 'inject', device: 'pc1', port: 'eth0', bytes: answer, time: 0.5e9 });
    network.run('600ms');
    expect(network.facts('arp.learned')).toMatchObject([{ time: 0.5e9, detail: { mac: '02:00:00:00:00:99' } }]);
    expect(out).toHaveLength(2);
    part();
  });

  it('is not touched again when history is replayed', () => {
    const network = lab('pc1 -- pc2');
    network.timeline.act({ kind: 'change', change: { devices: [], cables: [], programs: [], remove: ['pc1-pc2'] } });
    let frames = 0;
    network.timeline.join('pc1', 'eth0', () => frames++);
    network.ping('pc1', '10.0.0.2');
    network.run('500ms');
    network.timeline.seek(0);
    network.timeline.seek(500e6);
    expect(frames).toBe(1);
  });

  it('is handed each frame once, also when what was lived was withheld and forgotten, and is lived again', () => {
    const network = lab('pc1 -- pc2');
    const { timeline } = network;
    timeline.act({ kind: 'change', change: { devices: [], cables: [], programs: [], remove: ['pc1-pc2'] } });
    const out: number[] = [];
    timeline.join('pc1', 'eth0', (_, time) => out.push(time));
    network.ping('pc1', '10.0.0.2');
    network.run('500ms');
    expect(out).toEqual([0]);
    const edge = timeline.step;
    timeline.withhold();
    network.run('1s');
    expect(out).toEqual([0]);
    timeline.seekStep(edge);
    timeline.forgetFuture();
    timeline.handOut();
    expect(out).toEqual([0]);
    network.run('1s');
    expect(out).toEqual([0, 1e9]);
    // What was withheld and is not forgotten leaves, in its order, when it may.
    timeline.withhold();
    network.run('1s');
    expect(out).toEqual([0, 1e9]);
    timeline.handOut();
    expect(out).toEqual([0, 1e9, 2e9]);
  });

  it('may be answered from within, and the answer is repeated in its place by every replay', () => {
    const network = lab('pc1 -- pc2');
    const { timeline } = network;
    timeline.act({ kind: 'change', change: { devices: [], cables: [], programs: [], remove: ['pc1-pc2'] } });
    timeline.join('pc1', 'eth0', (bytes) => {
      // Who has 10.0.0.2? I have.
      const answer = bytes.slice();
      answer.set(bytes.subarray(6, 12), 0);
      answer.set([2, 0, 0, 0, 0, 0x99], 6);
      answer.set([0, 2, 2, 0, 0, 0, 0, 0x99, 10, 0, 0, 2], 20);
      answer.set(bytes.subarray(22, 32), 32);
      if (bytes[13] === 6) timeline.act({ kind: 'inject', device: 'pc1', port: 'eth0', bytes: answer });
    });
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    expect(network.facts('frame.outside')).toHaveLength(2);
    const lived = network.history();
    timeline.seek(0);
    timeline.seekStep(0);
    timeline.seek(1e9);
    expect(network.history()).toBe(lived);
  });

  it('takes part in flooding from the moment it is joined until it is parted, in every replay as the first time', () => {
    const network = lab('pc1 -- hub1');
    const change = { cables: [], programs: [], remove: [] };
    const hub = network.topology.devices.find(({ id }) => id === 'hub1')!;
    const ports = [...hub.ports, { name: 'port9', mac: null, address: null, prefix: 24 }];
    network.timeline.act({ kind: 'change', change: { ...change, devices: [{ ...hub, ports }] } });
    network.ping('pc1', '10.0.0.2');
    network.run('100ms');
    const times: number[] = [];
    const part = network.timeline.join('hub1', 'port9', (_bytes, time) => times.push(time));
    network.run('1s');
    part();
    network.run('1500ms');
    const lived = network.history();
    // ARP asks three times, a second apart; only the second falls into the time of the join.
    expect(times).toEqual([1e9 + 5_760 + 10_000]);
    network.timeline.seek(0);
    network.timeline.seek(2.6e9);
    expect(network.history()).toBe(lived);
    expect(times).toHaveLength(1);
  });

  it(`takes any bytes into any port of any device without harm (seed ${SEED})`, () => {
    const ports = ['pc1 eth0', 'switch1 port1', 'router1 eth0', 'hub1 port1', 'server1 eth0'];
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...ports), fc.uint8Array({ maxLength: 1600 }), fc.boolean()), {
          maxLength: 20,
        }),
        (frames) => {
          const network = busy();
          for (const [where, bytes, damaged] of frames) {
            const [device, port] = where.split(' ') as [string, string];
            network.timeline.act({ kind: 'inject', device, port, bytes, ...(damaged ? { fcs: 0 } : {}) });
          }
          network.run('10ms');
          expect(network.facts('input.injected')).toHaveLength(frames.length);
        },
      ),
      { seed: SEED, numRuns: 30 },
    );
  });

  it(`takes frames with one byte changed without harm (seed ${SEED})`, () => {
    const sent = busy();
    const frames = sent.facts('frame.sent').map(({ frame }) => sent.timeline.trace.frameOf(frame)!.bytes());
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(255), fc.nat(1514), (which, where, value, cut) => {
        const bytes = frames[which % frames.length]!.slice(0, Math.max(1, cut));
        bytes[where % bytes.length] = value;
        const network = busy();
        for (const [device, port] of [
          ['pc1', 'eth0'],
          ['server1', 'eth0'],
          ['router1', 'eth0'],
          ['switch1', 'port1'],
        ] as const) {
          network.timeline.act({ kind: 'inject', device, port, bytes });
        }
        network.run('10ms');
        expect(network.facts('input.injected')).toHaveLength(4);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});

describe('the sockets of a host', () => {
  it('can be used by a test: UDP from one to the other', () => {
    const { timeline } = lab('pc1 -- pc2');
    const call = (device: string, name: string, ...given: (string | number | Uint8Array)[]) =>
      timeline.act({ kind: 'call', device, call: { name: name as 'socket', arguments: given } }).value;
    const receiver = call('pc2', 'socket', 'datagram') as number;
    expect(call('pc2', 'bind', receiver, 0, 5000)).toBe(0);
    const sender = call('pc1', 'socket', 'datagram') as number;
    expect(call('pc1', 'sendTo', sender, new Uint8Array([1, 2, 3]), 0x0a000002, 5000)).toBe(3);
    expect(call('pc2', 'receiveFrom', receiver)).toBe('EAGAIN');
    timeline.advance(1e9, 1000);
    expect(call('pc2', 'receiveFrom', receiver)).toMatchObject({
      bytes: new Uint8Array([1, 2, 3]),
      address: 0x0a000001,
    });
  });
});
