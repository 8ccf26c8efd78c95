import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { acceleratorOf, menuTemplate } from '#electron/menu.ts';

const item = (command: string, title: string, shortcut: string | null, enabled = true) => ({
  command,
  title,
  shortcut,
  enabled,
});
const SECTIONS = [
  { title: '파일', items: [item('file.save', '저장', 'Mod+S')] },
  {
    title: '편집 & 더',
    items: [item('edit.undo', '실행 취소', 'Mod+Z', false), item('edit.remove', '삭제', 'Delete Backspace')],
  },
];

const linesOf = (menu: MenuItemConstructorOptions | undefined) => menu?.submenu as MenuItemConstructorOptions[];

describe('a shortcut', () => {
  it.each([
    ['Mod+Shift+Z', 'CommandOrControl+Shift+Z'],
    ['Delete Backspace', 'Delete'],
    ['Alt+ArrowLeft', 'Alt+Left'],
    ['Mod++', 'CommandOrControl+Plus'],
    ['+', 'Plus'],
    ['Space', 'Space'],
    ['?', '?'],
  ])('%s is %s to Electron', (shortcut, accelerator) => {
    expect(acceleratorOf(shortcut)).toBe(accelerator);
  });
});

describe('the native menu', () => {
  it('shows the window’s sections and their shortcuts, without taking the keys', () => {
    const [file, edit] = menuTemplate(SECTIONS, () => {}, 'linux');
    expect(file?.label).toBe('파일');
    expect(edit?.label).toBe('편집 && 더');
    expect(linesOf(file)).toMatchObject([
      { id: 'file.save', label: '저장', accelerator: 'CommandOrControl+S', enabled: true },
    ]);
    for (const line of [...linesOf(file), ...linesOf(edit)]) expect(line.registerAccelerator).toBe(false);
    expect(linesOf(edit)[0]).toMatchObject({ enabled: false });
  });

  it('announces what is chosen', () => {
    const chosen: string[] = [];
    const [file] = menuTemplate(SECTIONS, (command) => chosen.push(command), 'win32');
    const click = linesOf(file)[0]?.click as (() => void) | undefined;
    click?.();
    expect(chosen).toEqual(['file.save']);
  });

  it('has on a Mac what a Mac expects, and no key there that is typed in texts', () => {
    const menus = menuTemplate(SECTIONS, () => {}, 'darwin');
    expect(menus.map(({ role, label }) => role ?? label)).toEqual(['appMenu', '파일', '편집 && 더', 'windowMenu']);
    const edit = linesOf(menus[2]);
    expect(edit.map(({ role }) => role).filter(Boolean)).toEqual(['cut', 'copy', 'paste']);
    expect(edit[0]?.accelerator).toBe('CommandOrControl+Z');
    expect(edit[1]).not.toHaveProperty('accelerator');
  });

  it('lets a Mac copy and paste where the window sent no section for editing', () => {
    const roles = menuTemplate(SECTIONS.slice(0, 1), () => {}, 'darwin').map(({ role }) => role);
    expect(roles).toContain('editMenu');
  });
});
