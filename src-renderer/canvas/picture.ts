import cytoscape, { type CollectionReturnValue, type Core, type NodeSingular } from 'cytoscape';
import type { RecordMap } from '#document/diff.ts';
import type { Placement } from '#document/records.ts';
import type { Sight } from '../stores/drawing.ts';
import type { MarkWords } from './cableMark.ts';
import { DragSnap } from './placing/dragSnap.ts';
import type { Box } from './extents.ts';
import { DEVICE_SIZE } from './geometry.ts';
import type { Labels } from './labels.ts';
import { pictureChange, projection, type DrawnElement } from './projection.ts';
import type { Guide } from './placing/snapping.ts';
import { stylesheet } from './stylesheet.ts';
import type { CanvasColors } from './tokens.ts';

/** What the picture tells of the pointer's doings. Nothing here has changed the document yet. */
export interface PictureEvents {
  /** Ids chosen by clicking or by a box. */
  chosen(ids: string[]): void;
  /** Records dragged to another place: one gesture. */
  moved(places: Map<string, Placement>): void;
  /** The pointer is over a device, or over none. */
  hovered(id: string | null): void;
  /** Double click on a record. */
  opened(id: string): void;
  /** Positions or the viewport changed: whatever is drawn above must follow. */
  shifted(): void;
  /** What is dragged is in line with these; none: with nothing. */
  guided(guides: Guide[]): void;
}

/** Largest zoom a small drawing is fitted with. */
const FIT_ZOOM = 1.2;
/** Smallest zoom, unless a drawing is so large that all of it needs a smaller one; and the smallest that is any use for that. */
const [LEAST_ZOOM, LEAST_FIT_ZOOM] = [0.1, 0.005];
/** CSS px across and down from which that is done. */
const LEAST_ROOM = 80;
/** What the ring around a device that is chosen or has the focus takes beyond its picture, drawing units. */
const RING = 9;
/** Smallest zoom at which names can be read. */
const READABLE_ZOOM = 0.7;
/** Room left around it, CSS px: as much as this, less where the drawing has little room itself. */
const FIT_PADDING = { most: 56, least: 14, part: 0.06 } as const;

/** A Cytoscape drawing that follows the records it is given. It is asked where things are drawn, never what they are. */
export class Picture {
  readonly cy: Core;
  /** Where devices and notes are drawn just now, also in the middle of a drag. */
  readonly places = new Map<string, Placement>();
  readonly snap: DragSnap;
  /** CSS px at the top and at the bottom in which tools lie over a drawing of that height. */
  keptFree: (height: number) => readonly [top: number, bottom: number] = () => [0, 0];
  readonly #events: PictureEvents;
  #drawn = new Map<string, DrawnElement>();
  #following = false;
  #dragging = false;
  #told = false;
  /** What the last two clicks were on. */
  #tapped: readonly [before: unknown, last: unknown] = [null, null];
  /** Whether the whole drawing is shown because nobody has looked closer: then it stays whole in a window of another size. */
  #fitted = false;

  constructor(container: HTMLElement, colors: CanvasColors, onAreas: boolean, events: PictureEvents) {
    this.#events = events;
    this.cy = cytoscape({
      container,
      style: stylesheet(colors, onAreas),
      minZoom: LEAST_ZOOM,
      maxZoom: 4,
      boxSelectionEnabled: true,
      selectionType: 'single',
      layout: { name: 'preset' },
    });
    this.cy.on('position', 'node', ({ target }: { target: NodeSingular }) => {
      this.places.set(target.id(), { ...target.position() });
      events.shifted();
    });
    this.cy.on('viewport resize', () => events.shifted());
    this.cy.on('dragpan scrollzoom pinchzoom', () => (this.#fitted = false));
    this.cy.on('select unselect', () => this.#tellChosen());
    this.cy.on('mouseover', 'node.device', ({ target }: { target: NodeSingular }) => events.hovered(target.id()));
    this.cy.on('mouseout', 'node.device', () => events.hovered(null));
    this.cy.on('tap', ({ target }: { target: unknown }) => (this.#tapped = [this.#tapped[1], target]));
    // Two quick clicks are a double one to Cytoscape, though they were on two things.
    this.cy.on('dbltap', 'node', ({ target }: { target: NodeSingular }) => {
      if (this.#tapped[0] === target) events.opened(target.id());
    });
    this.cy.on('drag', 'node', ({ target }: { target: NodeSingular }) => {
      if (!this.#dragging && !target.selected()) this.#chooseOnly(target);
      this.#dragging = true;
    });
    this.snap = new DragSnap(this.cy, (guides) => events.guided(guides));
    this.cy.on('dragfree', 'node', () => this.#tellMoved());
  }

  /** Draws these records instead of those before. */
  draw(records: RecordMap, words: MarkWords, labels: Labels): void {
    const wanted = projection(records, words, labels);
    const { add, update, remove } = pictureChange(this.#drawn, wanted);
    this.#following = true;
    this.#rehome(add, update);
    this.cy.batch(() => {
      for (const id of remove) {
        this.cy.getElementById(id).remove();
        this.places.delete(id);
      }
      for (const element of update) {
        const drawn = this.cy.getElementById(element.data.id);
        drawn.data(element.data);
        this.#classify(drawn, this.#drawn.get(element.data.id)?.classes ?? '', element.classes);
        if (element.position) drawn.position({ ...element.position });
      }
      for (const element of inOrder(add)) if (this.cy.getElementById(element.data.id).empty()) this.#add(element);
    });
    for (const { data, position } of wanted) if (position) this.places.set(data.id, { ...position });
    this.#drawn = new Map(wanted.map((element) => [element.data.id, element]));
    this.#following = false;
    this.#events.shifted();
  }

  /**
   * Puts things that stay into the frames they are in now, before frames that go are taken away: a frame takes what is in
   * it along.
   */
  #rehome(add: readonly DrawnElement[], update: readonly DrawnElement[]): void {
    const moving = update.filter(({ data }) => this.#drawn.get(data.id)?.data['parent'] !== data['parent']);
    if (moving.length === 0) return;
    for (const element of inOrder(add)) if (element.classes === 'group') this.#add(element);
    for (const { data } of moving) this.cy.getElementById(data.id).move({ parent: (data['parent'] as string) ?? null });
  }

  #add(element: DrawnElement): void {
    const { data, position } = element;
    this.cy.add({ ...element, data: { ...data }, position: position && { ...position } } as never);
  }

  restyle(colors: CanvasColors, onAreas: boolean): void {
    this.cy.style(stylesheet(colors, onAreas));
  }

  /** Shows these ids as chosen. */
  choose(ids: readonly string[]): void {
    const wanted = new Set(ids);
    this.#following = true;
    this.cy.batch(() => {
      this.cy.elements().forEach((element) => {
        if (element.selected() !== wanted.has(element.id()))
          element[wanted.has(element.id()) ? 'select' : 'unselect']();
      });
    });
    this.#following = false;
  }

  /** Gives a class to exactly these ids. */
  mark(name: 'focused' | 'target', ids: readonly string[]): void {
    // Nothing is touched that stays as it is: each touch draws everything anew.
    const wanted = new Set(ids);
    const left = this.cy.elements(`.${name}`).filter((element) => !wanted.has(element.id()));
    const come = ids.filter((id) => !this.cy.getElementById(id).hasClass(name));
    if (left.empty() && come.length === 0) return;
    this.cy.batch(() => {
      left.removeClass(name);
      for (const id of come) this.cy.getElementById(id).addClass(name);
    });
  }

  /** While a tool is in hand, devices stay where they are. */
  hold(still: boolean): void {
    this.cy.autoungrabify(still);
    this.cy.userPanningEnabled(!still);
    this.cy.boxSelectionEnabled(!still);
  }

  fit(): void {
    this.#fitted = true;
    this.cy.minZoom(LEAST_ZOOM);
    if (this.cy.elements().empty()) {
      this.cy.reset();
      this.cy.pan({ x: this.cy.width() / 2, y: this.cy.height() / 2 });
      return;
    }
    this.#bringIn(this.cy.elements());
  }

  /** What is seen; null: everything, however large the window is. */
  get sight(): Sight | null {
    return this.#fitted ? null : { ...this.middle(), zoom: this.cy.zoom() };
  }

  lookAt({ x, y, zoom }: Sight): void {
    this.#fitted = false;
    this.cy.zoom(zoom);
    const closely = this.cy.zoom();
    this.cy.pan({ x: this.cy.width() / 2 - x * closely, y: this.cy.height() / 2 - y * closely });
  }

  /** Shows these as large as fits. */
  fitTo(ids: readonly string[]): void {
    const wanted = this.#elements(ids);
    if (wanted.empty()) return;
    this.#fitted = false;
    this.#bringIn(wanted);
  }

  /** Shows these as large as fits, but not very large, between what is kept free above and below. */
  #bringIn(wanted: CollectionReturnValue): void {
    const { x1, y1, x2, y2 } = withRings(wanted);
    const [width, height] = [this.cy.width(), this.cy.height()];
    if (width === 0 || height === 0) return;
    const [side, top] = this.#room();
    const [above, below] = this.keptFree(height).map((kept) => Math.max(top, kept)) as [number, number];
    const room = { width: width - 2 * side, height: height - above - below };
    const zoom = Math.min(FIT_ZOOM, room.width / Math.max(1, x2 - x1), Math.max(room.height, 1) / Math.max(1, y2 - y1));
    // Where next to no room is left, a part that can be seen tells more than all of it as a dot.
    const roomy = Math.min(room.width, room.height) >= LEAST_ROOM;
    if (roomy && zoom < this.cy.minZoom()) this.cy.minZoom(Math.max(zoom, LEAST_FIT_ZOOM));
    this.cy.zoom(Math.max(zoom, this.cy.minZoom()));
    const at = this.cy.zoom();
    this.cy.pan({
      x: width / 2 - ((x1 + x2) / 2) * at,
      y: above + room.height / 2 - ((y1 + y2) / 2) * at,
    });
  }

  /** What is left free at the sides, and at the top: CSS px. */
  #room(): [number, number] {
    const { most, least, part } = FIT_PADDING;
    const roomOf = (all: number): number => Math.max(least, Math.min(most, all * part));
    return [roomOf(this.cy.width()), roomOf(this.cy.height())];
  }

  /** Moves what is seen by CSS px. */
  panBy(x: number, y: number): void {
    this.#fitted = false;
    this.cy.panBy({ x, y });
  }

  /** Brings a place to the middle of what is seen. */
  centreOn({ x, y }: Placement): void {
    this.#fitted = false;
    const zoom = this.cy.zoom();
    this.cy.pan({ x: this.cy.width() / 2 - x * zoom, y: this.cy.height() / 2 - y * zoom });
  }

  /** Brings a thing to the middle, large enough to be read. `box`: what is drawn in its place where it is put away. */
  reveal(id: string): void {
    const wanted = this.#elements([id]);
    if (wanted.empty()) return;
    this.#fitted = false;
    if (this.cy.zoom() < READABLE_ZOOM) this.cy.zoom(READABLE_ZOOM);
    this.cy.center(wanted);
  }

  /** The innermost frame of a group at a place; null: none. */
  frameAt({ x, y }: Placement): string | null {
    let found: string | null = null;
    let least = Infinity;
    this.cy.nodes('.group').forEach((node) => {
      const { x1, y1, x2, y2 } = node.boundingBox({ includeLabels: true });
      const area = (x2 - x1) * (y2 - y1);
      if (x < x1 || x > x2 || y < y1 || y > y2 || area >= least) return;
      [found, least] = [node.id(), area];
    });
    return found;
  }

  /** What of the nodes is wholly inside a box; of frames, the frame. */
  nodesIn({ left, top, right, bottom }: Box): string[] {
    return this.cy
      .nodes()
      .filter((node) => {
        const { x1, y1, x2, y2 } = node.boundingBox({ includeLabels: false, includeOverlays: false });
        return x1 >= left && x2 <= right && y1 >= top && y2 <= bottom;
      })
      .map((node) => node.id());
  }

  #elements(ids: readonly string[]): CollectionReturnValue {
    const wanted = new Set(ids);
    return this.cy.elements().filter((element) => wanted.has(element.id()));
  }

  /** The window has another size. */
  resize(): void {
    this.cy.resize();
    if (this.#fitted) this.fit();
  }

  /** Looks closer, and what is at `place` stays where it is seen. Left out: the middle. */
  zoomBy(factor: number, place: Placement = this.middle()): void {
    this.#fitted = false;
    this.cy.zoom({ level: this.cy.zoom() * factor, position: place });
  }

  /** Drawing units of a point in CSS px from the corner of the canvas. */
  placeAt(point: { x: number; y: number }): Placement {
    const { x, y } = this.cy.pan();
    return { x: (point.x - x) / this.cy.zoom(), y: (point.y - y) / this.cy.zoom() };
  }

  /** The middle of what is seen, drawing units. */
  middle(): Placement {
    return this.placeAt({ x: this.cy.width() / 2, y: this.cy.height() / 2 });
  }

  show(id: string): void {
    const place = this.places.get(id);
    if (!place) return;
    const { x1, y1, x2, y2 } = this.cy.extent();
    // Nothing that was fitted counts as outside.
    const [side, top] = this.#room().map((px) => Math.min(40, px) / this.cy.zoom()) as [number, number];
    const inside = place.x > x1 + side && place.x < x2 - side && place.y > y1 + top && place.y < y2 - top;
    if (inside) return;
    this.#fitted = false;
    this.cy.center(this.cy.getElementById(id));
  }

  destroy(): void {
    this.cy.destroy();
  }

  /** What the projection said goes, what it says comes; marks that others gave stay. */
  #classify(drawn: CollectionReturnValue, before: string, after: string): void {
    drawn.removeClass(before);
    drawn.addClass(after);
  }

  #chooseOnly(node: NodeSingular): void {
    this.cy.elements(':selected').unselect();
    node.select();
  }

  // A click unchooses one and chooses another: told once, when both are done.
  #tellChosen(): void {
    if (this.#following || this.#told) return;
    this.#told = true;
    queueMicrotask(() => {
      this.#told = false;
      this.#events.chosen(this.cy.elements(':selected').map((element) => element.id()));
    });
  }

  // Every node of a dragged group tells; the group is one gesture.
  #tellMoved(): void {
    if (!this.#dragging) return;
    this.#dragging = false;
    queueMicrotask(() => {
      const places = new Map<string, Placement>();
      for (const [id, element] of this.#drawn) {
        const [before, after] = [element.position, this.places.get(id)];
        if (before && after && (before.x !== after.x || before.y !== after.y)) places.set(id, after);
      }
      if (places.size > 0) this.#events.moved(places);
    });
  }
}

/** Frames before what is in them, and nodes before edges, which need both their ends. */
function inOrder(elements: readonly DrawnElement[]): DrawnElement[] {
  const frames = new Map(elements.filter(({ classes }) => classes === 'group').map((frame) => [frame.data.id, frame]));
  const rank = ({ group, classes, data }: DrawnElement): number => {
    if (group === 'edges') return Infinity;
    if (classes !== 'group') return frames.size + 1;
    let depth = 0;
    for (let at = frames.get(String(data['parent'])); at; at = frames.get(String(at.data['parent']))) depth++;
    return depth;
  };
  return [...elements].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
}

/** What all of it takes, with room for the ring around each device: what is chosen must not make the rest smaller. */
function withRings(elements: CollectionReturnValue): { x1: number; y1: number; x2: number; y2: number } {
  let { x1, y1, x2, y2 } = elements.boundingBox({});
  elements.nodes('.device').forEach((node) => {
    const { x, y } = node.position();
    const half = DEVICE_SIZE / 2 + RING;
    [x1, y1, x2, y2] = [Math.min(x1, x - half), Math.min(y1, y - half), Math.max(x2, x + half), Math.max(y2, y + half)];
  });
  return { x1, y1, x2, y2 };
}
