import { describe, expect, it } from 'vitest';
import { Journeys } from '#worker/packets/journeys.ts';
import { MOST_VISITS, passageOf } from '#worker/packets/passage.ts';
import { alsoOf } from '#engine/trace/also.ts';
import { factRow } from '#worker/events/rows.ts';
import type { Lab } from '#support/lab.ts';
import { lab } from '#support/lab.ts';

/** The way of a packet as lines: the device and, layer by layer, what happens there. */
function wayOf(made: Lab, packet: number, cursor = made.timeline.cursor) {
  const { trace } = made.timeline;
  const { visits, complete } = passageOf(trace, new Journeys(trace), packet, cursor, (seq) => ({
    ...factRow(trace, seq),
    clause: null,
    rows: [],
    also: alsoOf(trace, seq),
  }));
  return {
    complete,
    visits,
    devices: visits.map(({ device }) => device),
    from: visits.map(({ from }) => from),
    lines: (at: number) => visits[at]!.steps.map(({ layer, kind }) => `${layer}: ${kind}`),
  };
}

/** The packet of the first fact of a kind for which something holds. */
function packetOf(made: Lab, kind: Parameters<Lab['facts']>[0], device: string, detail = ''): number {
  const fact = made.facts(kind).find((one) => one.device === device && JSON.stringify(one.detail).includes(detail));
  return fact!.packet;
}

/** A client of one network connects to the server of another and sends; between them a switch, a router and a hub. */
function across(): Lab {
  const made = lab('pc1 -- switch1 -- router1 -- hub1 -- server1', {
    addresses: {
      pc1: '10.0.0.1/24 via 10.0.0.254',
      router1: ['10.0.0.254/24', '10.0.1.254/24'],
      server1: '10.0.1.1/24 via 10.0.1.254',
    },
  });
  made.steps('server1', [
    { call: 'socket', as: 'listener', type: 'stream' },
    { call: 'bind', socket: 'listener', address: '0.0.0.0', port: 80 },
    { call: 'listen', socket: 'listener', backlog: 1 },
    { call: 'accept', socket: 'listener', as: 'connection' },
    { call: 'recv', socket: 'connection', length: null },
  ]);
  made.steps('pc1', [
    { call: 'socket', as: 'socket', type: 'stream' },
    { call: 'connect', socket: 'socket', address: '10.0.1.1', port: 80 },
    { call: 'send', socket: 'socket', length: 100 },
    { call: 'close', socket: 'socket' },
  ]);
  return made.run('5s');
}

describe('the way of a packet through the layers', () => {
  it('goes down at its sender, no higher than each device looks, and up at its receiver', () => {
    const made = across();
    const way = wayOf(made, packetOf(made, 'tcp.sent', 'pc1', '"PSH, ACK"'));
    expect(way.devices).toEqual(['pc1', 'switch1', 'router1', 'hub1', 'server1']);
    expect(way.from).toEqual([null, 0, 1, 2, 3]);
    expect(way.lines(0)).toEqual([
      'application: socket.called',
      'transport: tcp.sent',
      'internet: ip.originated',
      'physical: frame.queued',
      'physical: frame.sent',
    ]);
    expect(way.lines(1)).toEqual(['physical: frame.arrived', 'link: switch.forwarded', 'physical: frame.sent']);
    expect(way.lines(2)).toEqual(['physical: frame.arrived', 'internet: ip.forwarded', 'physical: frame.sent']);
    expect(way.lines(3)).toEqual(['physical: hub.repeated', 'physical: frame.sent', 'physical: frame.arrived']);
    expect(way.lines(4)).toEqual([
      'physical: frame.arrived',
      'internet: ip.delivered',
      'transport: tcp.received',
      'application: socket.returned',
    ]);
  });

  it('tells what the receiver makes of it, but not what another packet is sent for', () => {
    const made = across();
    const way = wayOf(made, packetOf(made, 'tcp.sent', 'pc1', '"SYN"'));
    expect(way.lines(4)).toEqual([
      'physical: frame.arrived',
      'internet: ip.delivered',
      'transport: tcp.received',
      'transport: tcp.agreed',
      'transport: tcp.state',
    ]);
    expect(way.lines(0)).toEqual([
      'application: socket.called',
      'transport: tcp.sent',
      'internet: ip.originated',
      'link: arp.waiting',
      'link: arp.released',
      'physical: frame.sent',
    ]);
  });

  it('knows no more than the cursor', () => {
    const made = across();
    const packet = packetOf(made, 'tcp.sent', 'pc1', '"PSH, ACK"');
    const forwarded = made.facts('ip.forwarded').find((fact) => fact.packet === packet)!;
    const way = wayOf(made, packet, forwarded.seq);
    expect(way.devices).toEqual(['pc1', 'switch1', 'router1']);
    expect(way.lines(2)).toEqual(['physical: frame.arrived', 'internet: ip.forwarded']);
  });

  it('parts where a frame is flooded: each copy comes from the same visit, and ends where it is not for', () => {
    const made = lab('pc1 -- switch1 -- pc2\nswitch1 -- pc3');
    made.ping('pc1', '10.0.0.2');
    made.run('1s');
    const request = wayOf(made, packetOf(made, 'arp.requested', 'pc1'));
    expect(request.devices).toEqual(['pc1', 'switch1', 'pc2', 'pc3']);
    expect(request.from).toEqual([null, 0, 1, 1]);
  });

  it('ends at the layer whose check fails', () => {
    const made = lab('pc1 -- router1 -- pc2', {
      addresses: {
        pc1: '10.0.0.1/24 via 10.0.0.254',
        router1: ['10.0.0.254/24', '10.0.1.254/24'],
        pc2: '10.0.1.1/24 via 10.0.1.254',
      },
    });
    made.command('pc1', 'ping -c 1 -t 1 10.0.1.1');
    made.run('1s');
    const drop = made.facts('frame.dropped').find(({ reason }) => reason === 'ttl-expired')!;
    const way = wayOf(made, drop.packet);
    expect(way.visits.at(-1)!.device).toBe('router1');
    expect(way.lines(way.visits.length - 1).at(-1)).toBe('internet: frame.dropped');
  });

  it('of a frame that circles for ever is told as far as it can be shown', () => {
    const made = lab('pc1 -- switch1 -- switch2\nswitch1 -- switch3 -- switch2');
    made.ping('pc1', '10.0.0.9');
    made.timeline.advance(50_000_000, 5_000);
    const way = wayOf(made, packetOf(made, 'arp.requested', 'pc1'));
    expect(way.visits).toHaveLength(MOST_VISITS);
    expect(way.complete).toBe(false);
  });
});
