// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import TemplateDialog from '#renderer/palette/TemplateDialog.vue';
import { useDrawing } from '#renderer/stores/drawing.ts';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

let live: LiveWindow;
beforeEach(async () => {
  document.body.innerHTML = '';
  live = await liveWindow();
  vi.useFakeTimers({ toFake: ['setTimeout'] });
});
afterEach(() => vi.useRealTimers());

const drawn = () => [...document.querySelectorAll('[role=dialog] li img')].map((image) => image.hasAttribute('src'));

describe('the templates', () => {
  it('are there at once, and their pictures follow one after another', async () => {
    live.mount(TemplateDialog);
    useDrawing().templatesShown = true;
    await nextTick();
    await nextTick();
    expect(drawn()).toEqual(Array.from({ length: 9 }, () => false));
    await vi.advanceTimersToNextTimerAsync();
    expect(drawn()[0]).toBe(true);
    expect(drawn()[8]).toBe(false);
    await vi.runAllTimersAsync();
    expect(drawn()).toEqual(Array.from({ length: 9 }, () => true));
    expect(document.querySelector('[role=dialog] img')!.getAttribute('src')).toMatch(/^data:image\/svg\+xml/);
  });

  it('are not drawn on once nobody looks, and not again when somebody does', async () => {
    live.mount(TemplateDialog);
    const hand = useDrawing();
    hand.templatesShown = true;
    await nextTick();
    await vi.advanceTimersToNextTimerAsync();
    hand.templatesShown = false;
    await vi.runAllTimersAsync();
    hand.templatesShown = true;
    await nextTick();
    await nextTick();
    const before = drawn().filter(Boolean).length;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(9);
  });
});
