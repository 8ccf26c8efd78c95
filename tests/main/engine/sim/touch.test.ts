import { describe, expect, it } from 'vitest';
import type { TouchAction } from '#engine/sim/touched.ts';
import { lab, type Lab } from '#support/lab.ts';

/** Two hosts a long cable apart, with the echo request of a ping half the way. */
function underway(): { network: Lab; frame: number } {
  const network = lab('pc1 -- pc2', { cable: { delay: 1e6 } });
  network.ping('pc1', '10.0.0.2');
  // ARP there and back, and half of the request's way.
  network.run('2.6ms');
  const [flight] = network.timeline.flights();
  return { network, frame: flight!.frame.id };
}

function touch(network: Lab, frame: number, action: TouchAction, direction: 0 | 1 = 0, cable = 'pc1-pc2') {
  return network.timeline.act({ kind: 'touch', target: { cable, direction, frame }, action });
}

describe('one packet touched on its way', () => {
  it('is lost where it is, with the hand that did it for a cause', () => {
    const { network, frame } = underway();
    expect(touch(network, frame, { do: 'lose' }).refused).toBeNull();
    expect(network.timeline.flights()).toEqual([]);
    const [lost] = network.facts('touch.lost');
    const sent = network.facts('frame.sent').find((fact) => fact.frame === frame)!;
    expect(lost!.cause).toBe(sent.seq);
    expect(network.facts('frame.dropped')).toMatchObject([{ reason: 'lost-by-hand', cause: lost!.seq, frame }]);
    network.run('10ms');
    expect(network.facts('icmp.echo.answered')).toEqual([]);
  });

  it('stays where it is while it is held, and goes on from there when it is released', () => {
    const { network, frame } = underway();
    touch(network, frame, { do: 'hold' });
    expect(network.timeline.flights()).toEqual([]);
    const [held] = network.timeline.standing();
    expect(held).toMatchObject({ state: 1, since: network.timeline.now });
    const left = held!.arrival - network.timeline.now;
    network.run('1s');
    expect(network.facts('icmp.echo.answered')).toEqual([]);
    touch(network, frame, { do: 'release' });
    const released = network.timeline.now;
    network.run('5ms');
    const arrival = network.facts('frame.arrived').find((fact) => fact.frame === frame)!;
    expect(arrival.time).toBe(released + left);
    expect(arrival.cause).toBe(network.facts('touch.released')[0]!.seq);
    expect(network.facts('icmp.echo.answered')).toHaveLength(1);
  });

  it('waits for as long as it is delayed, and not a moment longer', () => {
    const { network, frame } = underway();
    const [flight] = network.timeline.flights();
    touch(network, frame, { do: 'delay', by: 7_000_001 });
    network.run('1s');
    const arrival = network.facts('frame.arrived').find((fact) => fact.frame === frame)!;
    expect(arrival.time).toBe(flight!.arrival + 7_000_001);
    expect(arrival.cause).toBe(network.facts('touch.delayed')[0]!.seq);
  });

  it('arrives damaged with one bit flipped, and is thrown away for its FCS', () => {
    const { network, frame } = underway();
    const { value } = touch(network, frame, { do: 'flip', bit: 300 });
    expect(network.timeline.trace.frameOf(value as number)!.intact).toBe(false);
    network.run('10ms');
    expect(network.facts('frame.dropped')).toMatchObject([{ reason: 'ethernet.bad-fcs', device: 'pc2', frame: value }]);
  });

  it('is answered twice when it was doubled', () => {
    const { network, frame } = underway();
    touch(network, frame, { do: 'duplicate' });
    network.run('10ms');
    expect(network.facts('icmp.echo.answered')).toHaveLength(2);
    const copy = network.facts('frame.duplicated')[0]!;
    expect(copy.cause).toBe(network.facts('touch.duplicated')[0]!.seq);
  });

  it('dies at the next router when its TTL is edited to be at its end', () => {
    const network = lab('pc1 -- router1 -- pc2', {
      addresses: {
        pc1: '10.0.1.1/24 via 10.0.1.254',
        router1: ['10.0.1.254/24', '10.0.2.254/24'],
        pc2: '10.0.2.1/24 via 10.0.2.254',
      },
      cable: { delay: 1e6 },
    });
    network.ping('pc1', '10.0.2.1');
    network.run('2.6ms');
    const [flight] = network.timeline.flights();
    const action = { do: 'edit', fields: { 'ip.ttl': '1' }, checksums: 'recompute' } as const;
    const { value } = touch(network, flight!.frame.id, action, 0, 'pc1-router1');
    network.run('100ms');
    expect(network.facts('touch.edited')).toMatchObject([{ frame: value, packet: flight!.frame.packet }]);
    expect(network.facts('frame.dropped')).toMatchObject([{ reason: 'ttl-expired', device: 'router1' }]);
    expect(network.facts('icmp.error.received')).toHaveLength(1);
  });

  it('is refused for its checksum when that was left as it was', () => {
    const { network, frame } = underway();
    touch(network, frame, { do: 'edit', fields: { 'ip.ttl': '9' }, checksums: 'keep' });
    network.run('10ms');
    expect(network.facts('frame.dropped')).toMatchObject([{ reason: 'ipv4.bad-checksum' }]);
  });

  it('is told from its copy by when it left', () => {
    const { network, frame } = underway();
    touch(network, frame, { do: 'duplicate' });
    const [, copy] = network.timeline.flights();
    const target = { cable: 'pc1-pc2', direction: 0 as const, frame, departure: copy!.departure };
    network.timeline.act({ kind: 'touch', target, action: { do: 'lose' } });
    expect(network.timeline.flights()).toMatchObject([{ departure: expect.not.closeTo(copy!.departure) }]);
  });
});

describe('a touch that cannot be', () => {
  it.each([
    [{ do: 'release' }, 'not-held'],
    [{ do: 'flip', bit: 100_000 }, 'no-such-bit'],
    [{ do: 'edit', fields: { 'ip.ttl': '256' }, checksums: 'keep' }, 'value-out-of-range'],
    [{ do: 'edit', fields: { 'tcp.seq': '1' }, checksums: 'keep' }, 'field-not-there'],
    [{ do: 'edit', fields: { 'ip.tll': '1' }, checksums: 'keep' }, 'unknown-field'],
    [{ do: 'edit', fields: { 'ip.src': '10.0.0' }, checksums: 'keep' }, 'bad-value'],
    [{ do: 'edit', fields: { 'ip.ttl': '64' }, checksums: 'recompute' }, 'nothing-changed'],
  ] as [TouchAction, string][])('is refused by name: %o', (action, refused) => {
    const { network, frame } = underway();
    const before = network.timeline.cursor;
    expect(touch(network, frame, action).refused).toBe(refused);
    expect(network.timeline.cursor).toBe(before);
  });

  it('finds nothing to touch where the packet has arrived, and no cable that is not there', () => {
    const { network, frame } = underway();
    network.run('10ms');
    expect(touch(network, frame, { do: 'lose' }).refused).toBe('not-there');
    expect(touch(network, frame, { do: 'lose' }, 0, 'gone').refused).toBe('unknown-cable');
  });
});

describe('one packet that waits to be sent', () => {
  /** Three echo requests handed to a slow adapter at once: the first leaves, two wait. */
  function waiting(): { network: Lab; frames: number[] } {
    const network = lab('pc1 -- pc2', { cable: { bandwidth: 1e5, delay: 1000, queue: 4 } });
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    for (let at = 0; at < 3; at++) network.ping('pc1', '10.0.0.2');
    network.run(0);
    const frames = network.timeline.standing().map(({ frame, state }) => (state === 2 ? frame.id : 0));
    expect(frames).toHaveLength(2);
    return { network, frames };
  }
  const answered = (network: Lab) =>
    network
      .facts('frame.arrived')
      .filter(({ device }) => device === 'pc2')
      .slice(2)
      .map(({ frame }) => frame);

  it('leaves the queue when it is lost, and the others move up', () => {
    const { network, frames } = waiting();
    touch(network, frames[0]!, { do: 'lose' });
    expect(network.facts('frame.dropped')).toMatchObject([{ reason: 'lost-by-hand', device: 'pc1', port: 'eth0' }]);
    network.run('1s');
    expect(answered(network)).toEqual([frames[0]! - 1, frames[1]]);
  });

  it('joins the end of the queue when it is let go, and waits no more than the others', () => {
    const { network, frames } = waiting();
    touch(network, frames[0]!, { do: 'hold' });
    expect(network.timeline.standing().map(({ state }) => state)).toEqual([1, 2]);
    touch(network, frames[0]!, { do: 'release' });
    network.run('1s');
    expect(answered(network)).toEqual([frames[0]! - 1, frames[1], frames[0]]);
    const queued = network.facts('frame.queued').at(-1)!;
    expect(queued).toMatchObject({ frame: frames[0], cause: network.facts('touch.released')[0]!.seq });
  });

  it('is sent by itself when its delay is over and the queue is long empty', () => {
    const { network, frames } = waiting();
    touch(network, frames[1]!, { do: 'delay', by: 500_000_000 });
    const due = network.timeline.now + 500_000_000;
    network.run('1s');
    const sent = network.facts('frame.sent').find(({ frame }) => frame === frames[1])!;
    expect(sent).toMatchObject({ time: due, cause: network.facts('touch.delayed')[0]!.seq });
  });

  it('is sent when all others were taken out of the queue and put back, and never too early', () => {
    const { network, frames } = waiting();
    for (const frame of frames) touch(network, frame, { do: 'hold' });
    for (const frame of frames) touch(network, frame, { do: 'release' });
    network.run('1s');
    const sent = network.facts('frame.sent').filter(({ device }) => device === 'pc1');
    // 98 bytes, preamble, FCS and gap at 100 kbit/s.
    const gaps = sent.slice(3).map(({ time }, at) => time - sent[at + 2]!.time);
    expect(gaps).toEqual([(8 + 98 + 4 + 12) * 80_000, (8 + 98 + 4 + 12) * 80_000]);
  });

  it('is doubled within the queue, as long as there is room', () => {
    const { network, frames } = waiting();
    touch(network, frames[0]!, { do: 'duplicate' });
    touch(network, frames[0]!, { do: 'duplicate' });
    expect(touch(network, frames[0]!, { do: 'duplicate' })).toMatchObject({
      refused: 'queue-full',
      parameters: { queue: 4 },
    });
    network.run('1s');
    expect(answered(network)).toHaveLength(5);
  });

  it('goes in its place when it is edited', () => {
    const { network, frames } = waiting();
    const { value } = touch(network, frames[0]!, { do: 'edit', fields: { 'ip.ttl': '7' }, checksums: 'recompute' });
    network.run('1s');
    expect(answered(network)).toEqual([frames[0]! - 1, value, frames[1]]);
  });
});

describe('one packet on a shared medium', () => {
  /** An echo request on its way to a hub on a long cable (so that the hub has not heard of it yet). */
  function shared(delay: number, wait: string): { network: Lab; frame: number } {
    const network = lab('pc1 -- hub1 -- pc2', { cable: { bandwidth: 10e6 }, cables: { 'pc1-hub1': { delay } } });
    network.ping('pc1', '10.0.0.2');
    network.run('100ms');
    network.ping('pc1', '10.0.0.2');
    network.run(wait);
    const [flight] = network.timeline.flights();
    return { network, frame: flight!.frame.id };
  }
  const on = 'pc1-hub1';

  it.each(['hold', 'release', 'duplicate'] as const)(
    'can not be touched so that it goes another way than the signal: %s',
    (what) => {
      const { network, frame } = shared(20_000, '5us');
      expect(touch(network, frame, { do: what }, 0, on).refused).toBe('shared-medium');
      expect(touch(network, frame, { do: 'delay', by: 5 }, 0, on).refused).toBe('shared-medium');
    },
  );

  it('is lost as long as the other end hears nothing of it, and the medium is free again then', () => {
    const { network, frame } = shared(20_000, '5us');
    expect(touch(network, frame, { do: 'lose' }, 0, on).refused).toBeNull();
    network.run('100ms');
    expect(network.facts('icmp.echo.answered')).toHaveLength(1);
    network.ping('pc1', '10.0.0.2');
    network.run('100ms');
    expect(network.facts('icmp.echo.answered')).toHaveLength(2);
  });

  it('cannot be undone once the hub hears it, and passes it on', () => {
    const { network, frame } = shared(1_000, '10us');
    expect(touch(network, frame, { do: 'lose' }, 0, on).refused).toBe('heard-already');
    expect(touch(network, frame, { do: 'flip', bit: 1 }, 0, on).refused).toBe('heard-already');
  });

  it('is damaged for all who hear it later', () => {
    const { network, frame } = shared(20_000, '5us');
    touch(network, frame, { do: 'flip', bit: 300 }, 0, on);
    network.run('100ms');
    expect(network.facts('frame.dropped').at(-1)).toMatchObject({ device: 'pc2', reason: 'ethernet.bad-fcs' });
  });

  it('is found again in a world that was gone back to', () => {
    const { network, frame } = shared(20_000, '5us');
    const { now } = network.timeline;
    network.timeline.seek(0);
    network.timeline.seek(now);
    const { value } = touch(network, frame, { do: 'flip', bit: 300 }, 0, on);
    expect(touch(network, value as number, { do: 'lose' }, 0, on).refused).toBeNull();
    network.run('100ms');
    expect(network.timeline.flights()).toEqual([]);
    expect(network.facts('icmp.echo.answered')).toHaveLength(1);
  });
});

describe('one packet that waits for its turn on a shared medium', () => {
  /** pc1 has an echo request to send while it hears one of pc2. */
  function deferring(): { network: Lab; frame: number } {
    const network = lab('pc1 -- hub1 -- pc2', { cable: { bandwidth: 10e6 } });
    network.ping('pc1', '10.0.0.2');
    network.run('100ms');
    network.ping('pc2', '10.0.0.1');
    network.run('40us');
    network.ping('pc1', '10.0.0.2');
    const [frame] = turns(network);
    return { network, frame: frame! };
  }
  const on = 'pc1-hub1';
  const turns = (network: Lab): number[] =>
    network.timeline.standing().flatMap(({ cable, state, frame }) => (cable === on && state === 2 ? [frame.id] : []));
  const answered = (network: Lab) => network.facts('icmp.echo.answered').map(({ device }) => device);

  it('is told among those that wait, and goes when it is quiet', () => {
    const { network, frame } = deferring();
    expect(network.facts('csma.deferred').at(-1)).toMatchObject({ device: 'pc1', frame });
    network.run('100ms');
    expect(turns(network)).toEqual([]);
    expect(answered(network)).toEqual(['pc2', 'pc1', 'pc2']);
  });

  it('is lost at the adapter, and the one behind it goes in its turn', () => {
    const { network, frame } = deferring();
    network.ping('pc1', '10.0.0.2');
    const [, behind] = turns(network);
    expect(touch(network, frame, { do: 'lose' }, 0, on).refused).toBeNull();
    expect(turns(network)).toEqual([behind]);
    const [lost] = network.facts('touch.lost');
    expect(network.facts('frame.dropped')).toMatchObject([
      { device: 'pc1', reason: 'lost-by-hand', cause: lost!.seq, frame },
    ]);
    network.run('100ms');
    expect(network.facts('frame.sent').filter((sent) => sent.frame === frame)).toEqual([]);
    expect(answered(network)).toEqual(['pc2', 'pc1', 'pc2']);
  });

  it('is held, and takes its turn anew when it is released', () => {
    const { network, frame } = deferring();
    expect(touch(network, frame, { do: 'hold' }, 0, on).refused).toBeNull();
    network.run('100ms');
    expect(answered(network)).toEqual(['pc2', 'pc1']);
    touch(network, frame, { do: 'release' }, 0, on);
    network.run('100ms');
    expect(answered(network)).toEqual(['pc2', 'pc1', 'pc2']);
  });

  it('goes in its turn when it is edited, and a copy of it behind it', () => {
    const { network, frame } = deferring();
    const fields = { 'ip.ttl': '7' };
    const { value } = touch(network, frame, { do: 'edit', fields, checksums: 'recompute' }, 0, on);
    touch(network, value as number, { do: 'duplicate' }, 0, on);
    expect(turns(network)).toEqual([value, value]);
    network.run('100ms');
    const arrived = network.facts('frame.arrived').filter(({ device }) => device === 'pc2');
    expect(arrived.filter((one) => one.frame === value)).toHaveLength(2);
    expect(arrived.filter((one) => one.frame === frame)).toEqual([]);
  });

  it('is lost while its collision is being told, and the jam is sent to its end', () => {
    const network = lab('pc1 -- hub1 -- pc2', { cable: { bandwidth: 10e6 } });
    network.ping('pc1', '10.0.0.2');
    network.run('100ms');
    network.ping('pc1', '10.0.0.2');
    network.ping('pc2', '10.0.0.1');
    while (network.facts('csma.collision').length < 2) network.timeline.advance(Infinity, 1);
    const [frame] = turns(network);
    expect(touch(network, frame!, { do: 'lose' }, 0, on).refused).toBeNull();
    network.run('1s');
    expect(network.facts('csma.backed-off').map(({ device }) => device)).toEqual(['pc2']);
    expect(answered(network)).toEqual(['pc2', 'pc1']);
    network.ping('pc1', '10.0.0.2');
    network.run('100ms');
    expect(answered(network)).toEqual(['pc2', 'pc1', 'pc2']);
  });

  it('is touched in the same way in every replay', () => {
    const { network, frame } = deferring();
    touch(network, frame, { do: 'lose' }, 0, on);
    network.run('1s');
    const lived = network.history();
    network.timeline.seek(0);
    network.timeline.seek(network.timeline.horizon);
    expect(network.history()).toBe(lived);
  });
});

describe('a touch in history', () => {
  it('is repeated in every replay, and undone by a future that begins before it', () => {
    const { network, frame } = underway();
    const before = network.timeline.now;
    touch(network, frame, { do: 'delay', by: 3e6 });
    network.run('1s');
    const lived = network.history();
    network.timeline.seek(0);
    network.timeline.seek(network.timeline.horizon);
    expect(network.history()).toBe(lived);
    network.timeline.seek(before - 1);
    network.ping('pc2', '10.0.0.1');
    network.run('1s');
    expect(network.facts('touch.delayed')).toEqual([]);
  });

  it('is lost with its cable, like all that is on it', () => {
    const { network, frame } = underway();
    touch(network, frame, { do: 'hold' });
    network.unplug('pc1-pc2');
    expect(network.timeline.standing()).toEqual([]);
    expect(network.facts('frame.dropped')).toMatchObject([{ reason: 'cable-unplugged', frame }]);
  });

  it('says how far the frame had come when it was lost', () => {
    const { network, frame } = underway();
    const [flight] = network.timeline.flights();
    const part = (network.timeline.now - flight!.departure) / (flight!.arrival - flight!.departure);
    touch(network, frame, { do: 'hold' });
    network.run('1s');
    touch(network, frame, { do: 'lose' });
    expect(network.facts('frame.dropped')[0]!.detail['along']).toBe(Math.round(part * 1000));
  });
});
