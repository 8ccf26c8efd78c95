import type { Command } from '../command.ts';

/** Prints files of the host, or standard input until its end. */
export const cat: Command<{ paths: string[] }, null> = {
  name: 'cat',
  synopsis: 'cat [file …]',
  parse: (words) => ({ paths: [...words] }),
  begin: () => null,

  run({ paths }, _memory, system) {
    let status = 0;
    for (const path of paths) {
      const text = system.environment.files.get(path);
      if (text === undefined) {
        system.print(`cat: ${path}: No such file or directory`);
        status = 1;
      } else system.write(text);
    }
    if (paths.length > 0) return status;
    for (;;) {
      const read = system.readLine();
      if (read === null) return null;
      if (read === 'end') return 0;
      system.print(read.line);
    }
  },
};
