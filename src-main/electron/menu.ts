import type { MenuItemConstructorOptions } from 'electron';
import type { MenuSection } from '#host/door.ts';

/** Names of keys where Electron's differ from those of a web page. */
const KEYS: Readonly<Record<string, string>> = {
  Mod: 'CommandOrControl',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  '+': 'Plus',
  Enter: 'Return',
};

/** `Mod+Shift+Z` as Electron writes it; of several shortcuts (separated by a blank) the first. */
export function acceleratorOf(shortcut: string): string {
  const first = shortcut.split(' ')[0] ?? '';
  const parts = first.endsWith('++')
    ? [...first.slice(0, -2).split('+'), '+']
    : first === '+'
      ? ['+']
      : first.split('+');
  return parts.map((part) => KEYS[part] ?? part).join('+');
}

/** Could a menu take this key while somebody types? Then it is shown by the window only. */
function isTyped(accelerator: string): boolean {
  return !/^(CommandOrControl|Control|Alt|Super)\+/.test(accelerator) && !/^F\d+$/.test(accelerator);
}

/**
 * The native menu for the window's sections. Shortcuts are shown, and keys are handled once, by the window: elsewhere than on
 * a Mac they are not registered. A Mac gives a key to the window first and to the menu only if the window left it, so a key
 * that is typed in texts (Delete, Space) has no place in its menu at all.
 */
export function menuTemplate(
  sections: readonly MenuSection[],
  chosen: (command: string) => void,
  platform: string,
): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  const menus = sections.map(({ title, items }) => ({
    label: plainLabel(title),
    submenu: items.map((item) => itemOf(item, chosen, mac)),
  }));
  if (!mac) return menus;
  // Without these a Mac knows neither Quit nor copy and paste.
  const edit = menus[sections.findIndex(({ items }) => items[0]?.command.startsWith('edit.'))];
  edit?.submenu.push({ type: 'separator' }, { role: 'cut' }, { role: 'copy' }, { role: 'paste' });
  const own = edit === undefined ? [{ role: 'editMenu' } as const] : [];
  return [{ role: 'appMenu' }, ...menus, ...own, { role: 'windowMenu' }];
}

function itemOf(
  { command, title, shortcut, enabled }: MenuSection['items'][number],
  chosen: (command: string) => void,
  mac: boolean,
): MenuItemConstructorOptions {
  const accelerator = shortcut === null ? '' : acceleratorOf(shortcut);
  const shown = accelerator !== '' && !(mac && isTyped(accelerator));
  return {
    id: command,
    label: plainLabel(title),
    enabled,
    ...(shown ? { accelerator, registerAccelerator: false } : {}),
    click: () => chosen(command),
  };
}

/** An `&` in a label would mark the letter behind it. */
function plainLabel(title: string): string {
  return title.replaceAll('&', '&&');
}
