// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { arrangeSnap } from '#renderer/commands/arrange-snap.ts';
import { viewMap } from '#renderer/commands/view-map.ts';
import { useDrawing } from '#renderer/stores/drawing.ts';
import { useShown } from '#renderer/stores/shown.ts';
import { firstWindow, nextWindow } from '#support/next-window.ts';

beforeEach(firstWindow);

describe('how a person is drawing', () => {
  it('snaps, and shows the small map where it helps, until a person says otherwise', () => {
    expect(useDrawing()).toMatchObject({ snapping: true, map: 'auto' });
  });

  it('remembers that snapping was switched off, and on again', async () => {
    void arrangeSnap.perform();
    expect((await nextWindow(useDrawing)).snapping).toBe(false);
    void arrangeSnap.perform();
    expect((await nextWindow(useDrawing)).snapping).toBe(true);
  });

  it('remembers whether the small map was wished for or put away', async () => {
    void viewMap.perform();
    const next = await nextWindow(useDrawing);
    expect(next.map).toBe('shown');
    next.mapShown = true;
    void viewMap.perform();
    expect((await nextWindow(useDrawing)).map).toBe('hidden');
  });

  it('lets the small map come by itself again with all else that is shown as usual', async () => {
    void viewMap.perform();
    useShown().asUsual();
    expect((await nextWindow(useDrawing)).map).toBe('auto');
  });
});
