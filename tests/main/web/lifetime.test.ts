import { describe, expect, it } from 'vitest';
import { Lifetime } from '#web/lifetime.ts';

/** A clock that only moves when told. */
function clock() {
  let now = 0;
  let due: { at: number; run: () => void } | null = null;
  return {
    timers: {
      set(run: () => void, wait: number) {
        due = { at: now + wait, run };
        return due;
      },
      clear(timer: unknown) {
        if (timer === due) due = null;
      },
    },
    pass(time: number) {
      now += time;
      if (due === null || due.at > now) return;
      const { run } = due;
      due = null;
      run();
    },
  };
}

function begin(parts: { first?: number; last?: number } = {}) {
  const { timers, pass } = clock();
  let ends = 0;
  const lifetime = new Lifetime({ end: () => (ends += 1), timers, ...parts });
  return { lifetime, pass, ends: () => ends };
}

describe('the life of the web door', () => {
  it('ends after ten minutes in which no page came', () => {
    const { pass, ends } = begin();
    pass(599_999);
    expect(ends()).toBe(0);
    pass(1);
    expect(ends()).toBe(1);
  });

  it('ends thirty seconds after the last page has left', () => {
    const { lifetime, pass, ends } = begin();
    lifetime.came();
    lifetime.came();
    pass(3_600_000);
    lifetime.left();
    pass(3_600_000);
    lifetime.left();
    pass(29_999);
    expect(ends()).toBe(0);
    pass(1);
    expect(ends()).toBe(1);
  });

  it('goes on when the page is back in time, as after a reload', () => {
    const { lifetime, pass, ends } = begin();
    lifetime.came();
    lifetime.left();
    pass(29_000);
    lifetime.came();
    pass(3_600_000);
    expect(ends()).toBe(0);
  });

  it('takes the waits it is given', () => {
    const { lifetime, pass, ends } = begin({ first: 10, last: 5 });
    pass(9);
    lifetime.came();
    lifetime.left();
    pass(5);
    expect(ends()).toBe(1);
  });

  it('waits for ever for the first page if told so, and not for ever after the last', () => {
    const { lifetime, pass, ends } = begin();
    lifetime.waitForEver();
    pass(1e12);
    expect(ends()).toBe(0);
    lifetime.came();
    lifetime.waitForEver();
    lifetime.left();
    pass(30_000);
    expect(ends()).toBe(1);
  });

  it('never ends after an infinite wait, nor when it was stopped', () => {
    const endless = begin({ first: Infinity });
    endless.pass(1e12);
    expect(endless.ends()).toBe(0);
    const stopped = begin();
    stopped.lifetime.came();
    stopped.lifetime.stop();
    stopped.lifetime.left();
    stopped.pass(1e12);
    expect(stopped.ends()).toBe(0);
  });
});
