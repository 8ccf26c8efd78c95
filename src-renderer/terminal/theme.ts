import type { ITheme } from '@xterm/xterm';

/** Colours of the emulator by the tokens of the window's theme. */
export function themeOf(element: Element): ITheme {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    background: token('--surface'),
    foreground: token('--text'),
    cursor: token('--accent'),
    cursorAccent: token('--surface'),
    selectionBackground: token('--accent-soft'),
    selectionForeground: token('--text'),
    green: token('--good'),
    brightGreen: token('--good'),
  };
}
