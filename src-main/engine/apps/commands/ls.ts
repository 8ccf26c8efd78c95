import type { Command } from '../command.ts';

/** The files of the host that begin with a path. */
export const ls: Command<{ path: string }, null> = {
  name: 'ls',
  synopsis: 'ls [path]',
  parse: (words) => (words.length > 1 ? { misuse: 'one path at most' } : { path: words[0] ?? '' }),
  begin: () => null,

  run({ path }, _memory, system) {
    const found = [...system.environment.files.keys()].filter((file) => file.startsWith(path)).sort();
    for (const file of found) system.print(file);
    if (found.length > 0 || path === '') return 0;
    system.print(`ls: cannot access '${path}': No such file or directory`);
    return 2;
  },
};
