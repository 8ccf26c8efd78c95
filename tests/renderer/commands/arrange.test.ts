// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { useArrangement } from '#renderer/canvas/placing/arrangement.ts';
import { commandOf } from '#renderer/commands/index.ts';
import { useClipboard } from '#renderer/stores/clipboard.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { useDrawing } from '#renderer/stores/drawing.ts';
import { useNotices } from '#renderer/stores/notices.ts';
import { useSelection } from '#renderer/stores/selection.ts';

beforeEach(async () => {
  setActivePinia(createPinia());
  await useDocument().open(writeDocument(starterDocument()));
  useDrawing().view = {
    ...useArrangement(),
    fit() {},
    sight: () => null,
    lookAt() {},
    fitTo() {},
    zoomBy() {},
    freePlace: () => ({ x: 0, y: 0 }),
    show() {},
    reveal() {},
    focus() {},
  };
});

const choose = (...ids: string[]): void => useSelection().chooseThings(ids);
const perform = (id: string): void => void commandOf(id).perform();
const place = (id: string): { x: number; y: number } => {
  const { x, y } = useDocument().device(id)!;
  return { x, y };
};

describe('arranging', () => {
  it('aligns what is chosen as one step', () => {
    choose('pc1', 'pc2', 'switch1');
    perform('arrange.top');
    expect(new Set(['pc1', 'pc2', 'switch1'].map((id) => place(id).y)).size).toBe(1);
    perform('edit.undo');
    expect(useDocument().unsaved).toBe(false);
  });

  it('says how many things it needs', () => {
    choose('pc1');
    expect(commandOf('arrange.left').enabled()).toBe('commands.why.choose-two');
    choose('pc1', 'pc2');
    expect(commandOf('arrange.across').enabled()).toBe('commands.why.choose-three');
    expect(commandOf('arrange.ungroup').enabled()).toBe('commands.why.choose-group');
  });

  it('groups, puts away, takes apart, and each can be undone', () => {
    choose('pc1', 'pc2', 'cable1');
    perform('arrange.group');
    expect(useSelection().things).toEqual(['group1']);
    perform('arrange.collapse');
    expect(useDocument().groups[0]).toMatchObject({ name: 'Group 1', members: ['pc1', 'pc2'], collapsed: true });
    perform('edit.undo');
    expect(useDocument().groups[0]!.collapsed).toBe(false);
    perform('arrange.ungroup');
    expect(useSelection().things).toEqual(['pc1', 'pc2']);
    expect(useDocument().groups).toEqual([]);
    perform('edit.undo');
    perform('edit.undo');
    expect(useDocument().unsaved).toBe(false);
  });

  it('says why things cannot be grouped', () => {
    choose('pc1', 'pc2');
    perform('arrange.group');
    choose('pc1', 'router1');
    perform('arrange.group');
    expect(useNotices().notices.at(-1)!.problem.name).toBe('of-different-groups');
  });

  it('lays everything out as one step', () => {
    const before = place('pc1');
    perform('arrange.layers');
    expect(place('pc1')).not.toEqual(before);
    perform('edit.undo');
    expect(place('pc1')).toEqual(before);
  });

  it('removes a group with what is in it', () => {
    choose('pc1', 'pc2');
    perform('arrange.group');
    perform('edit.remove');
    expect(useDocument().devices.map(({ id }) => id)).toEqual(['hub1', 'router1', 'server1', 'switch1']);
    expect(useDocument().groups).toEqual([]);
  });
});

describe('the clipboard', () => {
  it('pastes copies where the pointer is, chosen, and each further one aside', () => {
    const clipboard = useClipboard();
    choose('pc1', 'switch1', 'cable1');
    const text = clipboard.copy()!;
    clipboard.pointer = { x: 700, y: 700 };
    expect(clipboard.paste(text)).toBe(true);
    expect(useSelection().things).toEqual(['pc3', 'switch2']);
    expect(useDocument().cables).toHaveLength(6);
    expect(clipboard.paste(text)).toBe(true);
    expect(place('pc4')).toEqual({ x: place('pc3').x + 30, y: place('pc3').y + 30 });
    perform('edit.undo');
    perform('edit.undo');
    expect(useDocument().unsaved).toBe(false);
  });

  it('brings back what was cut out as it was', () => {
    const clipboard = useClipboard();
    const before = useDocument().device('pc1');
    choose('pc1');
    const text = clipboard.cut()!;
    expect(useDocument().device('pc1')).toBeNull();
    clipboard.paste(text);
    expect(useDocument().device('pc1')).toEqual(before);
  });

  it('says so when it holds no drawing', () => {
    expect(useClipboard().paste('a shopping list')).toBe(false);
    expect(useNotices().notices.at(-1)!.problem.name).toBe('nothing-to-paste');
  });

  it('tells of addresses that a copy has too', () => {
    const before = useDocument().findings.length;
    choose('pc1');
    const clipboard = useClipboard();
    clipboard.paste(clipboard.copy()!);
    expect(
      useDocument()
        .findings.slice(before)
        .map(({ name }) => name),
    ).toContain('address-used-twice');
  });
});
