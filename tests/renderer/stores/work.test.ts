// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useSession } from '#renderer/stores/session.ts';
import { useWork } from '#renderer/stores/work.ts';
import { nowOf, ScriptedHost } from '#support/scripted-host.ts';

beforeEach(() => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
});
afterEach(() => void vi.useRealTimers());

describe('work a person waits for', () => {
  it('is shown only when it takes a while, and goes with its end, good or bad', async () => {
    const work = useWork();
    let end = (): void => {};
    const done = work.during({ name: 'read' }, new Promise<void>((resolve) => (end = resolve)));
    expect(work.shown).toBeNull();
    await vi.advanceTimersByTimeAsync(500);
    expect(work.shown?.name).toBe('read');
    end();
    await done;
    expect(work.shown).toBeNull();
    await expect(work.during({ name: 'open' }, Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(work.shown).toBeNull();
  });

  it('tells how far a run to a later moment is, and pauses it when given up', async () => {
    let arrive = (_now: ReturnType<typeof nowOf>): void => {};
    const host = new ScriptedHost({
      'time.seek': () => new Promise((resolve) => (arrive = resolve)),
      'time.pause': () => {
        arrive(nowOf({ time: 500, horizon: 500 }));
        return nowOf({ time: 500, horizon: 500 });
      },
    });
    const session = useSession();
    session.start(host);
    const seeking = session.seek(1000);
    await vi.advanceTimersByTimeAsync(500);
    host.announce('now', nowOf({ time: 250, horizon: 250 }));
    expect(useWork().shown?.done?.()).toBe(0.25);
    useWork().shown?.cancel?.();
    expect(await seeking).toBe(true);
    expect([useWork().shown, session.now?.time]).toEqual([null, 500]);
  });
});
