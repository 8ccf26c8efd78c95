// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { COMMANDS, commandOf, sections } from '#renderer/commands/index.ts';
import { i18n } from '#renderer/locales/index.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { useDrawing } from '#renderer/stores/drawing.ts';
import { useSelection } from '#renderer/stores/selection.ts';

beforeEach(async () => {
  setActivePinia(createPinia());
  await useDocument().open(writeDocument(starterDocument()));
});

describe('the commands', () => {
  it('each have an id of their own, and no two the same shortcut', () => {
    const ids = COMMANDS.map(({ id }) => id);
    const shortcuts = COMMANDS.flatMap(({ shortcut }) => shortcut?.split(' ') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(shortcuts).size).toBe(shortcuts.length);
  });

  it('are called something in every language, their sections too', () => {
    const keys = [
      ...COMMANDS.map(({ title }) => title),
      ...[...sections().keys()].map((name) => `commands.section.${name}`),
    ];
    const missing = keys.flatMap((key) =>
      (['en', 'ko'] as const).filter((locale) => !i18n.global.te(key, locale)).map((l) => `${l} ${key}`),
    );
    expect(missing).toEqual([]);
  });

  it('say why they cannot be done just now, in every language', () => {
    const reasons = COMMANDS.map((one) => one.enabled()).filter((reason): reason is string => reason !== true);
    expect(reasons.length).toBeGreaterThan(3);
    expect(reasons.filter((key) => !i18n.global.te(key, 'en') || !i18n.global.te(key, 'ko'))).toEqual([]);
  });

  it('of an unknown id are a mistake', () => {
    expect(() => commandOf('edit.fly')).toThrow('edit.fly');
  });
});

describe('the examples', () => {
  it('each open as a project of their own, under a title in the person’s language', async () => {
    for (const [id, title, device] of [
      ['file.example-web', 'A web site behind a proxy', 'server2'],
      ['file.example-loss', 'UDP and TCP over a lossy cable', 'server1'],
      ['file.example-machine', 'A real machine on a drawn switch', 'tunnel1'],
      ['file.example-starter', 'Two subnets', 'router1'],
    ] as const) {
      await commandOf(id).perform();
      expect(useDocument().title).toBe(title);
      expect(useDocument().device(device)).not.toBeNull();
      expect(useDocument().unsaved).toBe(false);
    }
  });
});

describe('editing by command', () => {
  it('adds a device, chooses it, and takes it back', () => {
    commandOf('insert.router').perform();
    expect(useSelection().things).toEqual(['router2']);
    expect(commandOf('edit.undo').enabled()).toBe(true);
    commandOf('edit.undo').perform();
    expect(useDocument().device('router2')).toBeNull();
    commandOf('edit.redo').perform();
    expect(useDocument().device('router2')?.kind).toBe('router');
  });

  it('removes a device with its cables and programs in one step', () => {
    useSelection().chooseThings(['pc1']);
    commandOf('edit.remove').perform();
    expect(useDocument().records.has('pc1')).toBe(false);
    expect(useDocument().cables).toHaveLength(4);
    expect(useDocument().programs.every(({ device }) => device !== 'pc1')).toBe(true);
    commandOf('edit.undo').perform();
    expect(useDocument().records.size).toBe(starterDocument().records.length);
  });

  it('duplicates what is chosen and chooses the copies', () => {
    useSelection().chooseThings(['pc1', 'pc2']);
    commandOf('edit.duplicate').perform();
    expect(useSelection().things).toHaveLength(2);
    expect(useSelection().things).not.toContain('pc1');
  });

  it('renames and connects only one device', () => {
    useSelection().chooseThings(['pc1', 'pc2']);
    expect([commandOf('edit.rename').enabled(), commandOf('edit.connect').enabled()]).not.toContain(true);
    useSelection().chooseThings(['pc1']);
    commandOf('edit.rename').perform();
    commandOf('edit.connect').perform();
    expect([useDrawing().renaming, useDrawing().connecting]).toEqual(['pc1', 'pc1']);
  });

  it('comes back to choosing with Escape, and then chooses nothing', () => {
    const hand = useDrawing();
    useSelection().chooseThings(['pc1']);
    commandOf('tool.cable').perform();
    expect(hand.tool).toBe('cable');
    commandOf('tool.choose').perform();
    expect([hand.tool, useSelection().things.length]).toEqual(['choose', 1]);
    commandOf('tool.choose').perform();
    expect(useSelection().things).toEqual([]);
  });
});
