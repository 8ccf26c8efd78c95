// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';
import { beforeEach, describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { usePanels } from '#renderer/stores/panels.ts';
import { useTerminals } from '#renderer/stores/terminals.ts';

beforeEach(async () => {
  localStorage.clear();
  setActivePinia(createPinia());
  await useDocument().open(writeDocument(starterDocument()));
});

describe('terminals', () => {
  it('open the panel they are in when it was folded away', () => {
    usePanels().of.below.shown = false;
    useTerminals().show('pc1');
    expect([usePanels().of.below.shown, useTerminals().below]).toEqual([true, 'terminal']);
  });

  it('stand side by side on wish: the one in front and the one before it', async () => {
    const terminals = useTerminals();
    for (const device of ['pc1', 'pc2', 'server1']) {
      terminals.show(device);
      await nextTick();
    }
    expect(terminals.seen).toEqual([2]);
    terminals.beside = true;
    expect(terminals.seen).toEqual([1, 2]);
    terminals.show('pc1');
    await nextTick();
    expect(terminals.seen).toEqual([0, 2]);
    terminals.close(2);
    await nextTick();
    expect(terminals.seen).toEqual([0, 1]);
    terminals.close(1);
    await nextTick();
    expect(terminals.seen).toEqual([0]);
  });
});
