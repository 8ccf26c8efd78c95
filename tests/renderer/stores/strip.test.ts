// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Parameters } from '#contract/calls.ts';
import { useSession } from '#renderer/stores/session.ts';
import { useStrip } from '#renderer/stores/strip.ts';
import { useTrace } from '#renderer/stores/trace.ts';
import { Density } from '#worker/reading/density.ts';
import { nowOf, ScriptedHost, settle } from '#support/scripted-host.ts';
import { traceOf, type WrittenFact } from '#support/trace-of.ts';

const HORIZON = 1_000_000;
/** A thousand events in the first thousandth of all time, one at its end. */
const trace = traceOf(...Array.from({ length: 1000 }, (_, k): WrittenFact => ['frame.sent', k, 'a']), [
  'frame.sent',
  HORIZON,
  'a',
]);

beforeEach(() => {
  localStorage.clear();
  setActivePinia(createPinia());
});

async function strip(spacing: 'even' | 'time') {
  const asked: Parameters<'trace.density'>[] = [];
  const density = new Density(trace);
  const host = new ScriptedHost({
    'trace.density': (parameters) => {
      asked.push(parameters);
      const { buckets, from = 0, to = HORIZON, margin = 0 } = parameters;
      return density.count(buckets, HORIZON, parameters.spacing, { from, to, margin });
    },
    'trace.spans': () => ({ connections: [], allConnections: 0, programs: [], allPrograms: 0 }),
    'trace.flights': () => Promise.reject(new Error('not looked at')),
    'time.seek': ({ time }) => nowOf({ time, horizon: HORIZON, facts: 1001, cursor: 5 }),
  });
  const session = useSession();
  session.start(host);
  useTrace().spacing = spacing;
  const one = useStrip();
  host.announce('now', nowOf({ time: 500, horizon: HORIZON, facts: 1001, cursor: 500 }));
  await settle();
  return { strip: one, host, asked };
}

describe.each(['even', 'time'] as const)('the stretch shown, spaced %s', (spacing) => {
  it('is all of known time at first', async () => {
    const { strip: one } = await strip(spacing);
    expect(one.shown).toEqual({ from: 0, to: HORIZON });
    expect([one.placeOf(0), one.placeOf(HORIZON)]).toEqual([0, 1]);
  });

  it('zooms at a place: what stands there stays there', async () => {
    const { strip: one } = await strip(spacing);
    for (const place of [0.25, 0.5, 0.8]) {
      one.showAll();
      await settle();
      for (let turn = 0; turn < 4; turn++) {
        const there = one.timeOf(place);
        one.zoomBy(1.6, place);
        expect(one.placeOf(there)).toBeCloseTo(place, 1);
        await settle();
        expect(one.placeOf(there)).toBeCloseTo(place, 1);
      }
    }
  });

  it('zooms out until it is all of known time again', async () => {
    const { strip: one } = await strip(spacing);
    for (let turn = 0; turn < 5; turn++) {
      one.zoomBy(2, 0.3);
      await settle();
    }
    expect(one.view).not.toBeNull();
    for (let turn = 0; turn < 30 && one.view; turn++) {
      one.zoomBy(0.5, 0.3);
      await settle();
    }
    expect(one.view).toBeNull();
  });

  it('is moved along, and no further than known time goes', async () => {
    const { strip: one } = await strip(spacing);
    one.zoomBy(4, 0.5);
    await settle();
    const before = one.shown;
    one.panBy(0.5);
    expect(one.shown.from).toBeGreaterThan(before.from);
    for (let turn = 0; turn < 20; turn++) {
      one.panBy(1);
      await settle();
    }
    expect(one.shown.to).toBe(HORIZON);
    for (let turn = 0; turn < 40; turn++) {
      one.panBy(-1);
      await settle();
    }
    expect(one.shown.from).toBe(0);
  });

  it('asks only for what it shows and a margin, however much happened', async () => {
    const { strip: one, asked } = await strip(spacing);
    one.look(100, 300);
    await settle();
    const last = asked.at(-1)!;
    expect(last).toMatchObject({ from: 100, to: 300, spacing });
    expect(last.buckets).toBeLessThanOrEqual(4000);
  });

  it('follows the playhead out of sight', async () => {
    const { strip: one, host } = await strip(spacing);
    one.look(100, 300);
    await settle();
    host.announce('now', nowOf({ time: 700, horizon: HORIZON, facts: 1001, cursor: 700 }));
    await settle();
    expect(one.shown.from <= 700 && one.shown.to >= 700).toBe(true);
    expect(one.view).not.toBeNull();
  });
});

describe('the time line', () => {
  it('never looks at less than ten ns', async () => {
    const { strip: one } = await strip('time');
    for (let turn = 0; turn < 40; turn++) {
      one.zoomBy(4, 0.5);
      await settle();
    }
    expect(one.shown.to - one.shown.from).toBeGreaterThanOrEqual(10);
  });

  it('shows all again when the history it looked at is cut off', async () => {
    const { strip: one, host } = await strip('time');
    one.look(500_000, 900_000);
    await settle();
    host.announce('now', nowOf({ time: 500, horizon: 500, facts: 500, cursor: 500 }));
    await settle();
    expect(one.view).toBeNull();
  });

  it('asks for spans only while its lanes are shown, and remembers that they are', async () => {
    const { strip: one, host } = await strip('time');
    one.lanesShown = false;
    await settle();
    const before = host.asked('trace.spans').length;
    one.look(100, 300);
    await settle();
    expect(host.asked('trace.spans').length).toBe(before);
    one.lanesShown = true;
    await settle();
    expect(host.asked('trace.spans').at(-1)).toEqual({ from: 0, to: 500, most: 60 });
    setActivePinia(createPinia());
    expect(useStrip().lanesShown).toBe(true);
  });
});
