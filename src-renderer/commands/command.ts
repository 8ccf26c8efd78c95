/**
 * One file for each thing a person can do: title, shortcut, when it can be done, and doing it. A command acts on stores;
 * it draws nothing and holds no state.
 */
export interface Command {
  /** `<section>.<verb>`; the part before the dot is the menu it stands in. */
  id: string;
  /** i18n key of what it is called. */
  title: string;
  /** `Mod+Shift+Z`: Mod is Ctrl, or Command on a Mac. A second shortcut is separated by a space. */
  shortcut?: string;
  /** The browser has a meaning of its own for these keys and tells of it in an event, which is answered instead of the keys. */
  native?: boolean;
  /** True, or the i18n key of why not now. Reactive when it reads stores. */
  enabled(): true | string;
  perform(): void | Promise<void>;
}

/** Says a command's type without repeating it. */
export function command<C extends Command>(is: C): C {
  return is;
}
