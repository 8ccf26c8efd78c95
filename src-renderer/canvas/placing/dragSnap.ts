import type { Core, NodeSingular } from 'cytoscape';
import type { Placement } from '#document/records.ts';
import { around, boxAt, type Box } from '../extents.ts';
import { SHAPE_MARGIN } from '../shapeDrawing.ts';
import { snapped, type Guide } from './snapping.ts';

/** CSS px within which a dragged thing is drawn to a line. */
const REACH = 6;

/** Lets dragged things come to rest in line with others and on the grid, and tells the lines they follow. */
export class DragSnap {
  readonly #cy: Core;
  readonly #told: (guides: Guide[]) => void;
  /** Whether it works just now: asked at each move. */
  active: () => boolean = () => true;
  #start = new Map<string, Placement>();
  #dragged: NodeSingular[] = [];
  #others: Box[] = [];
  /** The node whose events are answered: all that are dragged tell of each move. */
  #speaker: string | null = null;
  /** Where the pointer alone would have the first dragged node, and where it was put. */
  #free: Placement = { x: 0, y: 0 };
  #put: Placement = { x: 0, y: 0 };

  constructor(cy: Core, told: (guides: Guide[]) => void) {
    this.#cy = cy;
    this.#told = told;
    cy.on('grab', 'node', () => {
      this.#start = new Map(leaves(cy).map((node) => [node.id(), { ...node.position() }]));
      this.#speaker = null;
    });
    cy.on('drag', 'node', ({ target }: { target: NodeSingular }) => this.#moved(target));
    cy.on('free', 'node', () => {
      this.#speaker = null;
      this.#told([]);
    });
  }

  #moved(target: NodeSingular): void {
    if (this.#speaker === null) this.#begin(target);
    const first = this.#dragged[0];
    if (target.id() !== this.#speaker || !first) return;
    const at = first.position();
    this.#free = { x: this.#free.x + at.x - this.#put.x, y: this.#free.y + at.y - this.#put.y };
    const from = this.#start.get(first.id())!;
    const [dx, dy] = [this.#free.x - from.x, this.#free.y - from.y];
    const box = around(this.#dragged.map((node) => boxOf(node, shifted(this.#start.get(node.id())!, dx, dy))));
    const snap = this.active() && box ? snapped(box, this.#others, REACH / this.#cy.zoom()) : null;
    for (const node of this.#dragged) {
      node.position(shifted(this.#start.get(node.id())!, dx + (snap?.dx ?? 0), dy + (snap?.dy ?? 0)));
    }
    this.#put = { ...first.position() };
    this.#told(snap?.guides ?? []);
  }

  #begin(target: NodeSingular): void {
    const grabbed = this.#cy.nodes(':grabbed').union(target);
    const ids = new Set(leaves(grabbed.union(grabbed.descendants())).map((node) => node.id()));
    const { x1, y1, x2, y2 } = this.#cy.extent();
    this.#speaker = target.id();
    this.#dragged = [];
    this.#others = [];
    for (const node of leaves(this.#cy)) {
      const { x, y } = node.position();
      if (ids.has(node.id())) this.#dragged.push(node);
      else if (x > x1 && x < x2 && y > y1 && y < y2) this.#others.push(boxOf(node, { x, y }));
    }
    const first = this.#dragged[0];
    if (first) this.#free = this.#put = this.#start.get(first.id())!;
  }
}

/** Nodes that have places of their own: all but frames. */
function leaves(of: Pick<Core, 'nodes'> | { nodes(): ReturnType<Core['nodes']> }): NodeSingular[] {
  return of
    .nodes()
    .filter((node: NodeSingular) => !node.hasClass('group'))
    .toArray() as NodeSingular[];
}

function boxOf(node: NodeSingular, at: Placement): Box {
  const margin = node.hasClass('shape') ? 2 * SHAPE_MARGIN : 0;
  return boxAt(at, node.width() - margin, node.height() - margin);
}

function shifted({ x, y }: Placement, dx: number, dy: number): Placement {
  return { x: x + dx, y: y + dy };
}
