import type { Command } from '../command.ts';

/** Prints its words: tells in a line of commands how far it has come. */
export const echo: Command<{ text: string }, null> = {
  name: 'echo',
  synopsis: 'echo [word …]',
  parse: (words) => ({ text: words.join(' ') }),
  begin: () => null,
  run({ text }, _memory, system) {
    system.print(text);
    return 0;
  },
};
