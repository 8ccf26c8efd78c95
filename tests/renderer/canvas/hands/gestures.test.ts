import { describe, expect, it } from 'vitest';
import { Gestures, type GestureTarget } from '#renderer/canvas/hands/gestures.ts';

interface Desk {
  gestures: Gestures;
  done: string[];
  placing: boolean;
  cabling: boolean;
  packets: boolean;
  /** A port that is shown under the pointer. */
  port: { device: string; port?: string } | null;
}

/** Devices `a` around (0, 0) and `b` around (100, 0). */
function desk(): Desk {
  const done: string[] = [];
  const state = { done, placing: false, cabling: false, packets: false, port: null } as Desk;
  const target: GestureTarget = {
    placeOf: ({ clientX, clientY }) => ({ x: clientX, y: clientY }),
    deviceAt: ({ x, y }) => (Math.abs(y) > 20 ? null : Math.abs(x) < 20 ? 'a' : Math.abs(x - 100) < 20 ? 'b' : null),
    choosePacketAt: () => state.packets && done.push('packet') > 0,
    place: ({ x, y }, again) => state.placing && done.push(`place ${x} ${y}${again ? ' again' : ''}`) > 0,
    cabling: () => state.cabling,
    nearPorts: () => null,
    portAt: () => state.port,
    connect: (from, to) =>
      void done.push([from, to].map(({ device, port }) => `${device}${port ? `.${port}` : ''}`).join(' -- ')),
    boxable: ({ y }) => Math.abs(y) > 20,
    chooseIn: ({ left, top, right, bottom }) => void done.push(`box ${left} ${top} ${right} ${bottom}`),
    toggleAt: ({ x, y }) => void done.push(`toggle ${x} ${y}`),
    changed: () => {},
  };
  state.gestures = new Gestures(target);
  return state;
}
const at = (x: number, y: number, more: object = {}): PointerEvent =>
  ({ clientX: x, clientY: y, button: 0, shiftKey: false, ...more }) as PointerEvent;

describe('gestures on the drawing', () => {
  it('leave a press on nothing in particular to the graph library', () => {
    const { gestures } = desk();
    expect(gestures.press(at(0, 0))).toBe(false);
    expect(gestures.taken).toBe(false);
  });

  it('put down what is being placed, several with Shift', () => {
    const made = desk();
    made.placing = true;
    expect(made.gestures.press(at(5, 6))).toBe(true);
    made.gestures.press(at(7, 8, { shiftKey: true }));
    expect(made.done).toEqual(['place 5 6', 'place 7 8 again']);
  });

  it('choose a packet before anything under it', () => {
    const made = desk();
    made.packets = true;
    expect(made.gestures.press(at(0, 0))).toBe(true);
    expect(made.done).toEqual(['packet']);
  });

  it('do nothing for other mouse buttons', () => {
    const made = desk();
    made.placing = made.packets = true;
    expect(made.gestures.press(at(0, 0, { button: 2 }))).toBe(false);
    expect(made.done).toEqual([]);
  });

  it('draw a cable by dragging from the handle of one device to another', () => {
    const { gestures, done } = desk();
    gestures.begin('a', at(10, 0));
    gestures.move(at(95, 3));
    expect(gestures.rubber?.over).toBe('b');
    gestures.release(at(95, 3));
    expect(done).toEqual(['a -- b']);
    expect(gestures.rubber).toBeNull();
  });

  it('draw a cable with the tool by clicking one device and then another', () => {
    const made = desk();
    made.cabling = true;
    made.gestures.press(at(0, 0));
    made.gestures.release(at(1, 1));
    made.gestures.move(at(60, 0));
    expect(made.gestures.rubber).not.toBeNull();
    made.gestures.press(at(100, 0));
    made.gestures.release(at(100, 0));
    expect(made.done).toEqual(['a -- b']);
  });

  it('draw nothing to the ground or back to the same device', () => {
    const made = desk();
    made.cabling = true;
    for (const end of [at(50, 90), at(12, 12)]) {
      made.gestures.press(at(0, 0));
      made.gestures.move(end);
      made.gestures.release(end);
    }
    expect(made.done).toEqual([]);
    expect(made.gestures.rubber).toBeNull();
  });

  it('let go of the cable in hand when cancelled', () => {
    const { gestures, done } = desk();
    gestures.begin('a', at(0, 0));
    gestures.cancel();
    gestures.release(at(100, 0));
    expect(done).toEqual([]);
  });

  it('draw a cable from port to port, and to a device where no port is shown', () => {
    const made = desk();
    made.gestures.begin('a', at(0, 0), 'eth1');
    made.port = { device: 'b', port: 'port3' };
    made.gestures.move(at(150, 0));
    expect(made.gestures.rubber).toMatchObject({ port: 'eth1', over: 'b' });
    made.gestures.release(at(150, 0));
    made.port = null;
    made.gestures.begin('a', at(0, 0), 'eth2');
    made.gestures.release(at(100, 0));
    expect(made.done).toEqual(['a.eth1 -- b.port3', 'a.eth2 -- b']);
  });

  it('pull a box around what is to be chosen, with Shift, from where nothing is', () => {
    const made = desk();
    expect(made.gestures.press(at(50, 90, { shiftKey: true }))).toBe(true);
    made.gestures.move(at(52, 91));
    expect(made.gestures.box).toBeNull();
    made.gestures.move(at(-30, 40));
    made.gestures.release(at(-30, 40));
    expect(made.done).toEqual(['box -30 40 50 90']);
    expect(made.gestures.box).toBeNull();
  });

  it('leave a press with Shift on a device to the graph library, and take one that stands still as a toggle', () => {
    const made = desk();
    expect(made.gestures.press(at(0, 0, { shiftKey: true }))).toBe(false);
    made.gestures.press(at(50, 90, { shiftKey: true }));
    made.gestures.release(at(50, 90));
    expect(made.done).toEqual(['toggle 50 90']);
  });

  it('let go of a box that is cancelled', () => {
    const made = desk();
    made.gestures.press(at(50, 90, { shiftKey: true }));
    made.gestures.move(at(90, 190));
    made.gestures.cancel();
    made.gestures.release(at(90, 190));
    expect(made.done).toEqual([]);
  });
});
