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
