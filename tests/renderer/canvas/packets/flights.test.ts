import { describe, expect, it } from 'vitest';
import { PROTOCOLS, type FlightColumns } from '#contract/shapes.ts';
import type { CableRecord } from '#document/records.ts';
import { curvesOf } from '#renderer/canvas/geometry.ts';
import { layersOf, LETTERS } from '#renderer/canvas/packets/envelope.ts';
import { flightAt, flightPoint, LANE, QUEUE_BACK } from '#renderer/canvas/packets/flights.ts';

const cable: CableRecord = {
  type: 'cable',
  id: 'c1',
  a: { device: 'a', port: 'eth0' },
  b: { device: 'b', port: 'eth0' },
  bandwidth: 1e8,
  delay: 0,
  mtu: 1500,
  queue: 100,
};
const curves = curvesOf(
  [cable],
  new Map([
    ['a', { x: 0, y: 0 }],
    ['b', { x: 370, y: 0 }],
  ]),
);

interface Some {
  direction: 0 | 1;
  departure: number;
  arrival: number;
  cable?: string;
  state?: number;
  since?: number;
}

function flights(...list: Some[]): FlightColumns {
  const cables = [...new Set(list.map((one) => one.cable ?? 'c1'))];
  return {
    cables,
    cable: Uint32Array.from(list, (one) => cables.indexOf(one.cable ?? 'c1')),
    direction: Uint8Array.from(list, (one) => one.direction),
    frame: Uint32Array.from(list, (_, i) => i + 1),
    packet: Uint32Array.from(list, (_, i) => i + 1),
    departure: Float64Array.from(list, (one) => one.departure),
    arrival: Float64Array.from(list, (one) => one.arrival),
    protocol: Uint8Array.from(list, () => 5),
    state: Uint8Array.from(list, (one) => one.state ?? 0),
    since: Float64Array.from(list, (one) => one.since ?? 0),
  };
}
const here = { x: 0, y: 0, dx: 0, dy: 0 };

describe('a packet on a cable', () => {
  it('is as far along as its time in flight has passed', () => {
    const columns = flights({ direction: 0, departure: 100, arrival: 300 });
    expect(flightPoint(columns, 0, curves, 200, here)).toBe(true);
    expect(here.x).toBeCloseTo(185);
  });

  it('comes from end b when it goes the other way', () => {
    const columns = flights({ direction: 1, departure: 0, arrival: 100 });
    flightPoint(columns, 0, curves, 10, here);
    expect(here.x).toBeGreaterThan(300);
  });

  it('keeps to the right, so that two that meet do not cover each other', () => {
    const columns = flights({ direction: 0, departure: 0, arrival: 100 }, { direction: 1, departure: 0, arrival: 100 });
    flightPoint(columns, 0, curves, 50, here);
    const there = { ...here };
    flightPoint(columns, 1, curves, 50, there);
    expect(Math.abs(here.y - there.y)).toBeCloseTo(2 * LANE);
  });

  it('neither starts early nor flies past the end', () => {
    const columns = flights({ direction: 0, departure: 100, arrival: 200 });
    flightPoint(columns, 0, curves, 0, here);
    expect(here.x).toBeCloseTo(35);
    flightPoint(columns, 0, curves, 900, here);
    expect(here.x).toBeCloseTo(335);
  });

  it('is not drawn on a cable that is not drawn', () => {
    expect(flightPoint(flights({ direction: 0, departure: 0, arrival: 1, cable: 'gone' }), 0, curves, 0, here)).toBe(
      false,
    );
  });

  it('is found by a point near it, the nearest first', () => {
    const columns = flights(
      { direction: 0, departure: 0, arrival: 100 },
      { direction: 0, departure: 20, arrival: 120 },
    );
    expect(flightAt(columns, curves, 50, { x: 185, y: LANE }, 16)).toBe(0);
    expect(flightAt(columns, curves, 50, { x: 125, y: LANE }, 16)).toBe(1);
    expect(flightAt(columns, curves, 50, { x: 185, y: 100 }, 16)).toBe(-1);
  });

  it('is where it was when it was held, and at its port while it waits', () => {
    const some = flights(
      { direction: 0, departure: 0, arrival: 100, state: 1, since: 50 },
      { direction: 0, departure: 0, arrival: 0, state: 2 },
      { direction: 1, departure: 0, arrival: 0, state: 2 },
    );
    const at = (index: number): number => (flightPoint(some, index, curves, 90, here), here.x);
    expect(at(0)).toBeCloseTo(185);
    expect(at(1)).toBe(35 - QUEUE_BACK);
    expect(at(2)).toBe(335 + QUEUE_BACK);
  });

  it('is found by the first of its queue where several wait at one place', () => {
    const waiting = { direction: 0, departure: 0, arrival: 0, state: 2 } as const;
    const some = flights(waiting, waiting, waiting);
    expect(flightAt(some, curves, 0, { x: 35 - QUEUE_BACK, y: LANE }, 10)).toBe(0);
  });
});

describe('the envelope of a packet', () => {
  it('has a band for each header, from the outside in', () => {
    const bands = (name: (typeof PROTOCOLS)[number]) =>
      layersOf(PROTOCOLS.indexOf(name)).map((layer) => PROTOCOLS[layer]);
    expect(bands('tcp')).toEqual(['ethernet', 'ipv4', 'tcp']);
    expect(bands('arp')).toEqual(['ethernet', 'arp']);
    expect(bands('ethernet')).toEqual(['ethernet']);
    expect(layersOf(99)).toEqual([0]);
  });

  it('has another letter for each protocol, so that nothing depends on colour', () => {
    expect(new Set(PROTOCOLS.map((name) => LETTERS[name])).size).toBe(PROTOCOLS.length);
  });
});
