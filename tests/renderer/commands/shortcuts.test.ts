// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { command } from '#renderer/commands/command.ts';
import { commandFor, keysOf, shortcutOf, takesEnds, takesText } from '#renderer/commands/shortcuts.ts';

const press = (key: string, more: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...more,
});

describe('shortcuts', () => {
  it('call Ctrl the Mod key, and Command on a Mac', () => {
    expect(shortcutOf(press('z', { ctrlKey: true }), false)).toBe('Mod+Z');
    expect(shortcutOf(press('z', { metaKey: true }), true)).toBe('Mod+Z');
    expect(shortcutOf(press('z', { metaKey: true }), false)).toBe('Super+Z');
  });

  it('name Shift with letters and named keys, not with signs that Shift makes', () => {
    expect(shortcutOf(press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe('Mod+Shift+Z');
    expect(shortcutOf(press('?', { shiftKey: true }), false)).toBe('?');
    expect(shortcutOf(press('+', { shiftKey: true }), false)).toBe('+');
    expect(shortcutOf(press(' '), false)).toBe('Space');
  });

  it('find the command by any of its shortcuts', () => {
    const redo = command({ id: 'a.redo', title: '', shortcut: 'Mod+Shift+Z Mod+Y', enabled: () => true, perform() {} });
    expect(commandFor(press('y', { ctrlKey: true }), [redo], false)).toBe(redo);
    expect(commandFor(press('Z', { ctrlKey: true, shiftKey: true }), [redo], false)).toBe(redo);
    expect(commandFor(press('y'), [redo], false)).toBeNull();
  });

  it('are printed key by key', () => {
    expect(keysOf('Mod+Shift+Z', false)).toEqual(['Ctrl', 'Shift', 'Z']);
    expect(keysOf('Mod+Z', true)).toEqual(['⌘', 'Z']);
    expect(keysOf('+ =', false)).toEqual(['+']);
    expect(keysOf('Delete Backspace', false)).toEqual(['Del']);
  });

  it('leave text fields alone, but not check boxes', () => {
    const field = document.createElement('input');
    const box = document.createElement('input');
    box.type = 'checkbox';
    expect([
      takesText(field),
      takesText(box),
      takesText(document.body),
      takesText(document.createElement('textarea')),
    ]).toEqual([true, false, false, true]);
  });

  it('leave Home to what has the keyboard and is scrolled', () => {
    const table = document.createElement('div');
    table.innerHTML = '<button></button>';
    document.body.append(table);
    table.style.overflowY = 'auto';
    const within = table.firstElementChild;
    Object.defineProperty(table, 'clientHeight', { value: 100 });
    Object.defineProperty(table, 'scrollHeight', { value: 400, configurable: true });
    // Nothing that a keyboard goes to.
    expect(takesEnds(within)).toBe(false);
    table.tabIndex = 0;
    table.setAttribute('role', 'region');
    expect([takesEnds(table), takesEnds(within), takesEnds(document.body)]).toEqual([true, true, false]);
    Object.defineProperty(table, 'scrollHeight', { value: 100 });
    expect(takesEnds(table)).toBe(false);
    table.remove();
  });
});
