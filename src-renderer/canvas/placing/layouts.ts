import cytoscape, { type Core, type ElementDefinition, type LayoutOptions, type NodeSingular } from 'cytoscape';
import type { RecordMap } from '#document/diff.ts';
import type { Placement } from '#document/records.ts';
import type { LayoutKind } from '../../stores/drawing.ts';
import { middleOf, shownDrawing } from '../shown.ts';
import { GRID } from './snapping.ts';
import { spreadOut } from './spreading.ts';

/** Room a device takes with its words, drawing units. */
const ROOM = { width: 150, height: 120 };

/**
 * Places for devices (and boxes of collapsed groups) so that the drawing is easy to read: all of `ids` that have cables,
 * around the middle they had. The same records give the same places. Fewer than two things: nothing.
 */
export function laidOut(ids: readonly string[], kind: LayoutKind, records: RecordMap): Map<string, Placement> {
  const shown = shownDrawing(records);
  const boxes = new Map(shown.boxes.map((box) => [box.group.id, box]));
  const wanted = new Set(
    ids.map((id) => shown.hidden.get(id) ?? id).filter((id) => boxes.has(id) || records.get(id)?.type === 'device'),
  );
  if (wanted.size < 2) return new Map();
  const order = [...wanted].sort((a, b) => (a < b ? -1 : 1));
  const joined = shown.cables
    .map(({ cable }) => [cable.a.device, cable.b.device] as const)
    .filter(([a, b]) => a !== b && wanted.has(a) && wanted.has(b));
  const places = kind === 'layers' ? layered(order, joined, records) : spread(order, joined);
  return around(
    places,
    middleOf(
      order.flatMap((id) => boxes.get(id)?.inside ?? [id]),
      records,
    ),
  );
}

type Join = readonly [string, string];

function spread(ids: readonly string[], joined: readonly Join[]): Map<string, Placement> {
  const at = new Map(ids.map((id, index) => [id, index]));
  const pairs = joined.map(([a, b]) => [at.get(a)!, at.get(b)!] as const);
  return new Map(spreadOut(ids.length, pairs, ROOM).map((place, index) => [ids[index]!, place]));
}

function layered(ids: readonly string[], joined: readonly Join[], records: RecordMap): Map<string, Placement> {
  const graph = cytoscape({
    headless: true,
    styleEnabled: true,
    elements: [
      ...ids.map((id): ElementDefinition => ({ data: { id } })),
      ...joined.map(([source, target]): ElementDefinition => ({ data: { source, target } })),
    ],
    style: [{ selector: 'node', style: { ...ROOM, shape: 'rectangle' } }],
  });
  graph
    .layout({
      name: 'breadthfirst',
      directed: false,
      roots: roots(graph, records),
      fit: false,
      avoidOverlap: true,
      spacingFactor: 1.1,
      animate: false,
      boundingBox: { x1: 0, y1: 0, w: ROOM.width * Math.sqrt(ids.length) * 1.6, h: 1 },
    } as LayoutOptions)
    .run();
  const places = new Map(graph.nodes().map((node) => [node.id(), { ...node.position() }] as const));
  graph.destroy();
  return places;
}

/** What stands above: the routers; without any, the device with the most cables. */
function roots(graph: Core, records: RecordMap): string[] {
  const nodes = graph.nodes().toArray() as NodeSingular[];
  const routers = nodes.filter((node) => {
    const record = records.get(node.id());
    return record?.type === 'device' && record.kind === 'router';
  });
  const most = Math.max(...nodes.map((node) => node.degree(false)));
  const above = routers.length > 0 ? routers : [nodes.find((node) => node.degree(false) === most)!];
  return above.map((node) => node.id());
}

/** The same places around another middle, on the grid. */
function around(places: ReadonlyMap<string, Placement>, middle: Placement): Map<string, Placement> {
  const [xs, ys] = [[...places.values()].map(({ x }) => x), [...places.values()].map(({ y }) => y)];
  const dx = middle.x - (Math.min(...xs) + Math.max(...xs)) / 2;
  const dy = middle.y - (Math.min(...ys) + Math.max(...ys)) / 2;
  const onGrid = (at: number): number => Math.round(at / GRID) * GRID || 0;
  return new Map([...places].map(([id, { x, y }]) => [id, { x: onGrid(x + dx), y: onGrid(y + dy) }]));
}
