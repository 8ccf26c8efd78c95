// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { commandOf } from '#renderer/commands/index.ts';
import { PANELS, PANEL_SIZES, usePanels } from '#renderer/stores/panels.ts';
import { firstWindow, nextWindow } from '#support/next-window.ts';

beforeEach(firstWindow);

describe('panels', () => {
  it.each(PANELS)('%s has a size and a fold that are there at the next start', async (name) => {
    const one = usePanels().of[name];
    one.size = PANEL_SIZES[name].most;
    void commandOf(`view.panel-${name}`).perform();
    const again = (await nextWindow(usePanels)).of[name];
    expect([again.size, again.shown]).toEqual([PANEL_SIZES[name].most, false]);
  });

  it('have their first sizes where what was kept makes no sense, and on wish', () => {
    localStorage.setItem('hopscope.kept', '{"panel.left.size":1,"panel.right.size":"wide","panel.below.shown":3}');
    setActivePinia(createPinia());
    const panels = usePanels();
    const first = PANELS.map((name) => panels.first(name));
    expect(PANELS.map((name) => panels.of[name].size)).toEqual(first);
    panels.of.left.size = 400;
    panels.toggle('time');
    void commandOf('view.panels-reset').perform();
    expect(PANELS.map((name) => panels.of[name].size)).toEqual(first);
    expect(panels.of.time.shown).toBe(true);
  });
});
