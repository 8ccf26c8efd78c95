// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';
import { beforeEach, describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { useKept } from '#renderer/stores/kept.ts';
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

  it('are shown again in a window that takes the project over, and forgotten with another project', async () => {
    const project = { text: useDocument().text(), name: 'two.hop' };
    useTerminals().show('pc1');
    useTerminals().show('pc1', true);
    useTerminals().show('server1');
    await nextTick();
    const open = [...useTerminals().open];

    /** The next window, which the browser's copy is all it knows of this one. */
    const reloaded = () => {
      useKept().flush();
      setActivePinia(createPinia());
      return useTerminals();
    };
    const there = reloaded();
    await useDocument().takeOver(project, () => there.showAgain());
    expect(there.open).toEqual(open);
    useDocument().remove(['server1']);
    await nextTick();
    expect(there.open).toHaveLength(2);
    // What is kept of a device that is not drawn is left out.
    const next = reloaded();
    const drawn = starterDocument();
    const records = drawn.records.filter(({ id }) => id === 'pc2');
    await useDocument().open(writeDocument({ ...drawn, records }));
    next.showAgain();
    expect(next.open).toEqual([]);
    await nextTick();
    const last = reloaded();
    await useDocument().takeOver(project, () => last.showAgain());
    expect(last.open).toEqual([]);
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
