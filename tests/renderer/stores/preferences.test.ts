// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';
import { beforeEach, describe, expect, it } from 'vitest';
import { usePreferences } from '#renderer/stores/preferences.ts';

beforeEach(() => {
  localStorage.clear();
  setActivePinia(createPinia());
});

describe('preferences', () => {
  it('are kept for the next start', async () => {
    const first = usePreferences();
    first.locale = 'ko';
    first.theme = 'dark';
    await nextTick();
    setActivePinia(createPinia());
    expect([usePreferences().locale, usePreferences().shownTheme]).toEqual(['ko', 'dark']);
  });

  it('remember how much memory going back may take, unless that is more or less than possible', async () => {
    expect(usePreferences().budget).toBeNull();
    for (const [budget, again] of [
      [512_000_000, 512_000_000],
      [5, null],
      [1e12, null],
    ] as const) {
      usePreferences().budget = budget;
      await nextTick();
      setActivePinia(createPinia());
      expect(usePreferences().budget).toBe(again);
    }
  });

  it('that make no sense are ignored', () => {
    localStorage.setItem('hopscope.kept', '{"interface.language":"xx","interface.theme":7,"interface.size":4000}');
    expect([usePreferences().locale, usePreferences().theme, usePreferences().size]).toEqual(['en', 'system', 100]);
  });

  it('go back to the defaults, and what is no part of the dialog stays', async () => {
    const like = usePreferences();
    like.theme = 'projector';
    like.size = 130;
    like.budget = 512_000_000;
    like.reset();
    await nextTick();
    expect([like.theme, like.size, like.budget]).toEqual(['system', 100, 512_000_000]);
  });

  it('say whether things may move: as the machine says, or as the person does', () => {
    const like = usePreferences();
    expect(like.still).toBe(false);
    like.motion = 'reduced';
    expect(like.still).toBe(true);
  });

  it('show light or dark when the system is to decide', () => {
    expect(['light', 'dark']).toContain(usePreferences().shownTheme);
  });
});
