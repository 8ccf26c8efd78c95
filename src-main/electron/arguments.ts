import { resolve } from 'node:path';

/**
 * The project file named on a command line, absolute; null: none. Switches, Chromium's own among them, are passed over.
 * `packaged`: the program is the application itself; otherwise its first word is the application's folder.
 */
export function fileNamed(argv: readonly string[], folder: string, packaged: boolean): string | null {
  const words = argv.slice(1).filter((word) => word !== '' && !word.startsWith('-'));
  const file = words[packaged ? 0 : 1];
  return file === undefined ? null : resolve(folder, file);
}
