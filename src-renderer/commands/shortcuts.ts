import type { Command } from './command.ts';

/** What of a key press decides which command is meant. */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** Whether this machine's Mod key is Command. */
export function onMac(platform: string = globalThis.navigator?.platform ?? ''): boolean {
  return /mac/i.test(platform);
}

/** A key press in the notation of `Command.shortcut`: `Mod+Shift+Z`, `Delete`, `Space`. */
export function shortcutOf(press: KeyPress, mac: boolean = onMac()): string {
  const parts: string[] = [];
  if (mac ? press.metaKey : press.ctrlKey) parts.push('Mod');
  if (mac ? press.ctrlKey : press.metaKey) parts.push('Super');
  if (press.altKey) parts.push('Alt');
  const key = press.key === ' ' ? 'Space' : press.key.length === 1 ? press.key.toUpperCase() : press.key;
  // `?` and `+` already are what Shift makes of a key.
  if (press.shiftKey && (press.key.length > 1 || /[a-z]/i.test(press.key) || press.key === ' ')) parts.push('Shift');
  parts.push(key);
  return parts.join('+');
}

/** The command a key press stands for. */
export function commandFor(press: KeyPress, commands: readonly Command[], mac?: boolean): Command | null {
  const shortcut = shortcutOf(press, mac);
  return commands.find((one) => one.shortcut?.split(' ').includes(shortcut)) ?? null;
}

const SIGNS: Record<string, string> = {
  Space: '␣',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Delete: 'Del',
  Backspace: '⌫',
  Escape: 'Esc',
};

/** A shortcut as it is printed on keys, one text a key. Only the first of several. */
export function keysOf(shortcut: string, mac: boolean = onMac()): string[] {
  const first = shortcut.split(' ')[0]!;
  const parts = first === '+' ? ['+'] : first.split('+');
  return parts.map((part) => (part === 'Mod' ? (mac ? '⌘' : 'Ctrl') : (SIGNS[part] ?? part)));
}

/** Whether keys go into this element as text, so that only shortcuts with Mod are meant as commands there. */
export function takesText(element: EventTarget | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement)
    return true;
  return (
    element instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button', 'file'].includes(element.type)
  );
}

/** Whether Enter and Space already mean something for this element. */
export function takesPress(element: EventTarget | null): boolean {
  return (
    element instanceof Element &&
    element.closest('button, a[href], summary, [role="button"], [role="tab"], [role="menuitem"], [role="option"]') !==
      null
  );
}

/** Whether Home means the top of what is around this element: a part of the window that has the keyboard and is scrolled. */
export function takesEnds(element: EventTarget | null): boolean {
  const part = element instanceof Element ? element.closest('[role="region"][tabindex="0"]') : null;
  return (
    part !== null && part.scrollHeight > part.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(part).overflowY)
  );
}
