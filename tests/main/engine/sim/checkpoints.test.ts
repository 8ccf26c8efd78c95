import { describe, expect, it } from 'vitest';
import { Checkpoints } from '#engine/sim/checkpoints.ts';
import { newWorldState, type WorldState } from '#engine/sim/state.ts';

/** A state after `step` events and as many facts, with something in it that takes memory. */
function stateAt(step: number): WorldState {
  const programs = Array.from({ length: 50 }, (_, at) => ({ settings: {}, started: (at + step) % 2 === 0 }));
  return { ...newWorldState(), now: step * 10, step, fact: step, programs: programs as never };
}

/** A device that changed last in a step. */
function slotAt(device: number, step: number) {
  const state = { device, changed: step, list: [step, 'x'.repeat(device)] };
  return { inSnapshot: false, inOthers: false, packing: null, settings: {}, state };
}

/** As many checkpoints as `due` asks for up to `last` events. */
function lived(last: number, budget: number): Checkpoints {
  const checkpoints = new Checkpoints(budget);
  for (let step = 0; step <= last; step += 1000) {
    const state = stateAt(step);
    if (checkpoints.due(state)) checkpoints.add(state);
  }
  return checkpoints;
}

/** Every checkpoint there is, by its step. */
function steps(checkpoints: Checkpoints, last: number): number[] {
  const found = new Set<number>();
  for (let step = 0; step <= last; step += 500) found.add(checkpoints.atStep(step).step);
  return [...found];
}

describe('checkpoints', () => {
  it('are kept at equal distances while there is room for them', () => {
    const all = steps(lived(1_000_000, 1e9), 1_000_000);
    const gaps = all.slice(1).map((step, at) => step - all[at]!);
    expect(new Set(gaps).size).toBe(1);
    expect(all.length).toBeGreaterThan(50);
  });

  it('never take more than their budget, keep the beginning, and stay even', () => {
    const budget = 40_000;
    const checkpoints = lived(4_000_000, budget);
    expect(checkpoints.bytes).toBeLessThanOrEqual(budget);
    const all = steps(checkpoints, 4_000_000);
    expect(all[0]).toBe(0);
    expect(all.length).toBeGreaterThan(10);
    const gaps = all.slice(1).map((step, at) => step - all[at]!);
    expect(Math.max(...gaps)).toBeLessThan((4 * 4_000_000) / all.length);
  });

  it('are given up at once when the budget is made smaller, down to the first and the last', () => {
    const checkpoints = lived(1_000_000, 1e9);
    const before = checkpoints.count;
    checkpoints.budget = checkpoints.bytes / 4;
    expect(checkpoints.count).toBeLessThan(before / 2);
    expect(checkpoints.bytes).toBeLessThanOrEqual(checkpoints.budget);
    checkpoints.budget = 0;
    expect(checkpoints.count).toBe(2);
    expect(checkpoints.atStep(500_000).step).toBe(0);
  });

  it('are whole when others were given up, with which they had most devices in common', () => {
    const checkpoints = new Checkpoints(1e9);
    const slots = Array.from({ length: 6 }, (_, device) => slotAt(device, 0));
    const lived: WorldState[] = [];
    for (let step = 0; step < 12; step++) {
      slots[step % 4] = slotAt(step % 4, step);
      checkpoints.add({ ...newWorldState(), now: step, step, devices: slots.slice() as never });
      lived.push({ ...newWorldState(), now: step, step, devices: slots.map(({ state }) => ({ state })) as never });
    }
    for (const kept of [8, 5, 2]) {
      while (checkpoints.count > kept) checkpoints.budget = checkpoints.bytes - 1;
      for (let step = 0; step < 12; step++) {
        const found = checkpoints.atStep(step);
        const { devices } = checkpoints.stateOf(found, newWorldState(), () => undefined as never);
        expect(devices.map((slot) => ({ state: slot!.state }))).toEqual(lived[found.step]!.devices);
      }
    }
  });

  it('are found by step and by time: the latest at or before', () => {
    const checkpoints = lived(1_000_000, 1e9);
    const all = steps(checkpoints, 1_000_000);
    for (const step of all) {
      expect(checkpoints.atStep(step).step).toBe(step);
      expect(checkpoints.atTime(step * 10).step).toBe(step);
      if (step > 0) expect(checkpoints.atStep(step - 1).step).toBeLessThan(step);
      if (step > 0) expect(checkpoints.atTime(step * 10 - 1).step).toBeLessThan(step);
    }
  });

  it('that two histories share are charged half to each, and to one when the other gives them up', () => {
    const one = lived(1_000_000, 1e9);
    const { bytes } = one;
    const two = one.fork();
    expect(one.bytes).toBeCloseTo(bytes / 2);
    expect(two.bytes).toBeCloseTo(bytes / 2);
    two.cut(0);
    expect(one.bytes).toBeGreaterThan(bytes * 0.9);
    two.giveUp();
    expect(one.bytes).toBeCloseTo(bytes);
  });

  it('of one history are not changed by what is done to another', () => {
    const one = lived(1_000_000, 1e9);
    const before = steps(one, 1_000_000);
    const two = one.fork();
    two.cut(300_000);
    two.add(stateAt(400_000));
    expect(steps(one, 1_000_000)).toEqual(before);
    expect(two.atStep(1_000_000).step).toBe(400_000);
  });
});
