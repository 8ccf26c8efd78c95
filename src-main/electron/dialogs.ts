import { existsSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { dialog } from 'electron';
import type { BrowserWindow, FileFilter } from 'electron';
import type { Door } from '#host/door.ts';
import { say } from './words.ts';
import type { Word } from './words.ts';

/** What each ending is called in a dialog. */
const ENDINGS: Readonly<Record<string, Word>> = {
  hop: 'project',
  svg: 'svg',
  png: 'png',
  md: 'markdown',
  pcapng: 'capture',
};

/** What a dialog for a file called `name` offers: its own sort first, then all. */
export function filtersFor(name: string, language: string): FileFilter[] {
  const ending = extname(name).slice(1).toLowerCase();
  const word = ENDINGS[ending];
  const all = { name: say('all', language), extensions: ['*'] };
  return word === undefined ? [all] : [{ name: say(word, language), extensions: [ending] }, all];
}

/**
 * The path to write to: what the person chose, with the ending of `name` if they left it out (some systems do not add it).
 * Not where that would be a file that is there already: about that one nobody was asked.
 */
export function withEnding(chosen: string, name: string, exists: (path: string) => boolean = existsSync): string {
  const ending = extname(name);
  if (ending === '' || extname(chosen) !== '') return chosen;
  const path = chosen + ending;
  return exists(path) ? chosen : path;
}

export interface DialogParts {
  window(): BrowserWindow | null;
  language(): string;
  /** Folder of the first dialog, absolute. */
  folder: string;
}

/** Native dialogs for files. Each begins in the folder where the one before ended. */
export function fileDialogs({ window, language, folder }: DialogParts): NonNullable<Door['dialogs']> {
  let last = folder;
  const chosen = (path: string): string => {
    last = dirname(path);
    return path;
  };
  return {
    async open() {
      const over = window();
      if (over === null) return null;
      const answer = await dialog.showOpenDialog(over, {
        defaultPath: last,
        filters: filtersFor('project.hop', language()),
        properties: ['openFile'],
      });
      const path = answer.filePaths[0];
      return answer.canceled || path === undefined ? null : chosen(path);
    },
    async save(name) {
      const over = window();
      if (over === null) return null;
      const answer = await dialog.showSaveDialog(over, {
        defaultPath: join(last, name),
        filters: filtersFor(name, language()),
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      return answer.canceled || answer.filePath === '' ? null : chosen(withEnding(answer.filePath, name));
    },
  };
}

/** What becomes of unsaved work when the window is closed. */
export type Parting = 'save' | 'discard' | 'cancel';

/** Asks what becomes of unsaved work. */
export async function askParting(window: BrowserWindow, language: string): Promise<Parting> {
  const choices: readonly Parting[] = ['save', 'discard', 'cancel'];
  const answer = await dialog.showMessageBox(window, {
    type: 'warning',
    message: say('unsaved', language),
    detail: say('lost', language),
    buttons: choices.map((choice) => say(choice, language)),
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  });
  return choices[answer.response] ?? 'cancel';
}
