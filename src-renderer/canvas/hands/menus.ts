import type { Placement } from '#document/records.ts';
import { useDocument } from '../../stores/document.ts';
import { useSelection } from '../../stores/selection.ts';
import { useTouch } from '../../stores/touch.ts';
import { useTrace } from '../../stores/trace.ts';
import { pointOn, type Curves } from '../geometry.ts';
import { flightPoint } from '../packets/flights.ts';
import type { Picture } from '../picture.ts';

/** What a menu on the drawing is about. */
export type MenuOf = 'packet' | 'device' | 'cable' | 'note' | 'shape' | 'group' | 'several' | 'drawing';

/** What of the canvas the menus need to know where they belong. */
export interface MenuBoard {
  picture(): Picture | null;
  curves(): Curves;
  /** Simulated ns on screen. */
  time(): number;
  /** Drawing units under a pointer. */
  placeOf(event: MouseEvent): Placement;
  /** What is drawn at a place; null: nothing. */
  thingAt(place: Placement): string | null;
  /** Chooses a packet near a place. False: none is there. */
  choosePacketAt(place: Placement): boolean;
  /** Opens a menu at CSS px from the corner of the canvas. `pointed`: the place of the pointer that asked for it. */
  open(of: MenuOf, point: { x: number; y: number }, pointed: Placement | null): void;
}

/** Where the menus of the drawing open, by the right button of a mouse and by the menu key. */
export function useMenus(board: MenuBoard): {
  under(event: MouseEvent): void;
  ofChosen(): void;
  ofFlight(flight: { cable: string }): void;
} {
  const drawing = useDocument();
  const selection = useSelection();
  const touch = useTouch();
  const trace = useTrace();

  function kindOf(id: string): MenuOf {
    if (selection.things.length > 1) return 'several';
    const type = drawing.records.get(id)?.type;
    return type === 'device' || type === 'cable' || type === 'shape' || type === 'group' ? type : 'note';
  }

  function middleOf(cable: string): Placement | null {
    const index = board.curves().index.get(cable);
    return index === undefined ? null : pointOn(board.curves(), index, 0.5, { x: 0, y: 0, dx: 0, dy: 0 });
  }

  function open(of: MenuOf, place: Placement, pointed: Placement | null = null): void {
    const { cy } = board.picture()!;
    board.open(of, { x: place.x * cy.zoom() + cy.pan().x, y: place.y * cy.zoom() + cy.pan().y }, pointed);
  }

  return {
    /** Of what the pointer is over: a packet, a device or note, a cable, or the drawing itself. */
    under(event) {
      const picture = board.picture();
      event.preventDefault();
      // The menu key is answered where it is pressed.
      if (!picture || (event.button !== 2 && !event.ctrlKey) || (event.target as Element).closest('.over')) return;
      const place = board.placeOf(event);
      if (board.choosePacketAt(place)) return open('packet', place);
      const thing = board.thingAt(place);
      if (thing !== null && !selection.things.includes(thing)) selection.chooseThings([thing]);
      open(thing === null ? 'drawing' : kindOf(thing), place, place);
    },
    /** Of the thing chosen, beside it; of the drawing when nothing is. */
    ofChosen() {
      const picture = board.picture();
      const id = selection.things[0];
      if (!picture) return;
      if (id === undefined) return open('drawing', picture.middle());
      open(kindOf(id), picture.places.get(id) ?? middleOf(id) ?? picture.middle());
    },
    /** Of the chosen packet on its way, beside it. */
    ofFlight({ cable }) {
      const { target, flights } = touch;
      const index = flights.findIndex((one) => one.cable === target?.cable && one.frame === target.frame);
      const here = { x: 0, y: 0, dx: 0, dy: 0 };
      const found = trace.flights && flightPoint(trace.flights, index, board.curves(), board.time(), here);
      open('packet', found ? here : (middleOf(cable) ?? board.picture()!.middle()));
    },
  };
}
