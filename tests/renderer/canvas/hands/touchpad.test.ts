import { describe, expect, it } from 'vitest';
import { Touchpad } from '#renderer/canvas/hands/touchpad.ts';

const turn = { deltaX: 0, deltaY: 0, deltaMode: 0, ctrlKey: false };

describe('two fingers on a touchpad', () => {
  it('slide in small steps, in broken ones, or sideways', () => {
    for (const step of [{ deltaY: 3 }, { deltaY: -61.5 }, { deltaX: 120, deltaY: 0 }]) {
      expect(new Touchpad().slides({ ...turn, ...step }, 0)).toBe(true);
    }
  });

  it('are told from the wheel of a mouse, and from fingers that part', () => {
    for (const step of [
      { deltaY: 120 },
      { deltaY: -53 },
      { deltaY: 3, deltaMode: 1 },
      { deltaY: 2.5, ctrlKey: true },
    ]) {
      expect(new Touchpad().slides({ ...turn, ...step }, 0)).toBe(false);
    }
  });

  it('stay fingers when they go fast, until they rest', () => {
    const pad = new Touchpad();
    expect(pad.slides({ ...turn, deltaY: 5 }, 1000)).toBe(true);
    expect(pad.slides({ ...turn, deltaY: 90 }, 1016)).toBe(true);
    expect(pad.slides({ ...turn, deltaY: 120 }, 2000)).toBe(false);
  });
});
