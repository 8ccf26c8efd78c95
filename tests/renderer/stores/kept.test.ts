// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { PreferenceValues } from '#contract/preferences.ts';
import { between, oneOf, useKept } from '#renderer/stores/kept.ts';
import { ScriptedHost } from '#support/scripted-host.ts';

beforeEach(() => {
  localStorage.clear();
  setActivePinia(createPinia());
});

/** A host that keeps values, and tells what it was asked to write. */
function keeping(values: PreferenceValues) {
  return new ScriptedHost({
    'preferences.read': () => ({ values, kept: true }),
    'preferences.write': () => ({}),
  });
}

describe('what is kept', () => {
  it('comes from the host, which goes before the copy of the browser', async () => {
    localStorage.setItem('hopscope.kept', '{"panel.left":100}');
    const left = useKept().value('panel.left', 1, between(0, 1000));
    expect(left.value).toBe(100);
    await useKept().start(keeping({ 'panel.left': 200 }));
    expect(left.value).toBe(200);
  });

  it('goes to a host that knows nothing yet', async () => {
    localStorage.setItem('hopscope.kept', '{"panel.left":100}');
    const host = keeping({});
    await useKept().start(host);
    await useKept().flush();
    expect(host.asked('preferences.write')).toEqual([{ put: { 'panel.left': 100 }, remove: [] }]);
  });

  it('is written once a while, only what changed, and what was forgotten is removed', async () => {
    vi.useFakeTimers();
    const host = keeping({ 'panel.left': 1, 'panel.right': 2 });
    const kept = useKept();
    await kept.start(host);
    kept.put('panel.left', 5);
    kept.put('panel.left', 6);
    kept.put('panel.right', 2);
    kept.forget(['panel']);
    kept.put('panel.below', 9);
    await vi.advanceTimersByTimeAsync(1000);
    vi.useRealTimers();
    expect(host.asked('preferences.write')).toEqual([
      { put: { 'panel.below': 9 }, remove: ['panel.left', 'panel.right'] },
    ]);
  });

  it('waits when the host could not be told, and goes with the next change', async () => {
    let down = true;
    const written: unknown[] = [];
    const host = new ScriptedHost({
      'preferences.read': () => ({ values: { a: 1 }, kept: true }),
      'preferences.write': ({ put }) => {
        if (down) throw { name: 'connection.lost', parameters: {} };
        written.push(put);
        return {};
      },
    });
    const kept = useKept();
    await kept.start(host);
    kept.put('b', 2);
    await kept.flush();
    down = false;
    kept.put('c', 3);
    await kept.flush();
    expect(written).toEqual([{ b: 2, c: 3 }]);
  });

  it('is not lost with a page that goes away before the host was told', async () => {
    const kept = useKept();
    await kept.start(keeping({ 'panel.left': 1, 'panel.below': 5 }));
    kept.put('panel.left', 2);
    kept.forget(['panel.below']);
    // The page is loaded again; the host is as it was.
    setActivePinia(createPinia());
    const host = keeping({ 'panel.left': 1, 'panel.below': 5, 'panel.right': 3 });
    const again = useKept();
    await again.start(host);
    expect(again.values).toEqual({ 'panel.left': 2, 'panel.right': 3 });
    await again.flush();
    expect(host.asked('preferences.write')).toEqual([{ put: { 'panel.left': 2 }, remove: ['panel.below'] }]);
    // Now it knows: the next page takes what the host says.
    setActivePinia(createPinia());
    const next = useKept();
    await next.start(keeping({ 'panel.left': 9 }));
    expect(next.values).toEqual({ 'panel.left': 9 });
  });

  it('is the first value where what was kept makes no sense', () => {
    localStorage.setItem('hopscope.kept', '{"a":"blue","b":7,"c":[1]}');
    const kept = useKept();
    expect(kept.value('a', 'red', oneOf(['red', 'green'])).value).toBe('red');
    expect(kept.value('b', 1, between(0, 5)).value).toBe(1);
    expect(kept.value('c', 1, between(0, 5)).value).toBe(1);
  });

  it('survives a browser whose copy is nonsense', () => {
    localStorage.setItem('hopscope.kept', '[nonsense');
    expect(useKept().values).toEqual({});
  });
});
