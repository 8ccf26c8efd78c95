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
    localStorage.setItem('hopscope.preferences', '{"locale":"xx","theme":7');
    expect([usePreferences().locale, usePreferences().theme]).toEqual(['en', 'system']);
  });

  it('show light or dark when the system is to decide', () => {
    expect(['light', 'dark']).toContain(usePreferences().shownTheme);
  });
});
