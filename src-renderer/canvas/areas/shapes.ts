import { CURVE_NUMBERS, DEVICE_SIZE, pointOn, type CurvePoint, type Curves, type Places } from '../geometry.ts';
import type { SubnetArea } from './subnets.ts';

/** Half the width of an area along a cable, and how far it reaches around what belongs to it, drawing units. */
export const TRACK = 30;
const AROUND = DEVICE_SIZE * 1.05;
/** How many tones areas have; the next area begins again with the first. Neighbours differ in pattern too. */
export const TONES = 6;

/** How an area is drawn: bands along its cables and discs around its devices, together one soft shape. */
export interface AreaShape {
  /** `192.168.1.0/24`, and the VLAN where there is one. */
  label: string;
  /** 0 … TONES - 1. */
  tone: number;
  /** SVG path of the middle of its bands. */
  tracks: string;
  discs: readonly { x: number; y: number; r: number }[];
  /** Where the middle of its label stands: on its upper edge. */
  at: { x: number; y: number };
}

/** The shapes of areas where their devices are just now; those of which nothing is drawn are left out. */
export function areaShapes(areas: readonly SubnetArea[], curves: Curves, places: Places): AreaShape[] {
  return areas.flatMap((area, index) => {
    const discs = area.devices.flatMap((id) => {
      const place = places.get(id);
      return place === undefined ? [] : [{ x: place.x, y: place.y + 6, r: AROUND }];
    });
    const inside = new Set(area.devices);
    const shortened = new Map<string, { a: boolean; b: boolean }>();
    for (const { device, cable, end } of area.ports) {
      if (inside.has(device)) continue;
      const ends = shortened.get(cable) ?? { a: false, b: false };
      ends[end] = true;
      shortened.set(cable, ends);
    }
    const tracks = area.cables.flatMap((id) => {
      const at = curves.index.get(id);
      return at === undefined ? [] : [trackOf(curves, at, shortened.get(id) ?? { a: false, b: false })];
    });
    const ends = tracks.flatMap(({ from, to }) => [from, to]).map((point) => ({ ...point, r: TRACK }));
    const highest = [...discs, ...ends].toSorted((one, other) => one.y - one.r - (other.y - other.r))[0];
    if (highest === undefined) return [];
    const vlan = area.vlan === null ? '' : ` · VLAN ${area.vlan}`;
    return [
      {
        label: `${area.prefix}${vlan}`,
        tone: index % TONES,
        tracks: tracks.map(({ d }) => d).join(''),
        discs,
        at: { x: Math.round(highest.x), y: Math.round(highest.y - highest.r) },
      },
    ];
  });
}

type Point = { x: number; y: number };

/**
 * The middle of a band along a cable. At an end where the device belongs to other areas too, such as a router, it stops
 * short, so that the band ends in front of it.
 */
function trackOf(curves: Curves, at: number, short: { a: boolean; b: boolean }): { d: string; from: Point; to: Point } {
  const [x1, y1, cx, cy, x2, y2] = curves.points.subarray(at * CURVE_NUMBERS, (at + 1) * CURVE_NUMBERS);
  const length = Math.hypot(x2! - x1!, y2! - y1!) || 1;
  const gap = Math.min(0.4, (TRACK + 4) / length);
  const [begin, end] = [short.a ? gap : 0, short.b ? 1 - gap : 1];
  const point = (fraction: number): CurvePoint => pointOn(curves, at, fraction, { x: 0, y: 0, dx: 0, dy: 0 });
  const [from, to, middle] = [point(begin), point(end), point((begin + end) / 2)];
  const text = (x: number, y: number): string => `${Math.round(x)} ${Math.round(y)}`;
  // A quadratic curve passes halfway between its chord and its control point; whole, it is the cable's own.
  const control =
    begin === 0 && end === 1
      ? text(cx!, cy!)
      : text(2 * middle.x - (from.x + to.x) / 2, 2 * middle.y - (from.y + to.y) / 2);
  return { d: `M${text(from.x, from.y)}Q${control} ${text(to.x, to.y)}`, from, to };
}
