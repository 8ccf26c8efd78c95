import type { Command } from './command.ts';
import { COMMANDS } from './commands/index.ts';

/** Clears the screen of its terminal. */
const clear: Command<null, null> = {
  name: 'clear',
  synopsis: 'clear',
  parse: () => null,
  begin: () => null,
  run(_options, _memory, system) {
    system.clearScreen();
    return 0;
  },
};

/** The lines typed at this terminal, numbered. */
const history: Command<null, null> = {
  name: 'history',
  synopsis: 'history',
  parse: () => null,
  begin: () => null,
  run(_options, _memory, system) {
    system.history().forEach((line, index) => system.print(`${`${index + 1}`.padStart(5)}  ${line}`));
    return 0;
  },
};

/** How many descriptors a process may hold: told, or set for what is started afterwards. */
const ulimit: Command<{ limit: number | null }, null> = {
  name: 'ulimit',
  synopsis: 'ulimit -n [limit]',
  parse(words) {
    const [option, value, ...more] = words;
    if (option !== '-n' || more.length > 0) return { misuse: 'only -n, the number of descriptors, can be set' };
    if (value === undefined) return { limit: null };
    const limit = Number(value);
    // 0, 1 and 2 are taken from the start.
    if (!Number.isInteger(limit) || limit < 3 || limit > 65_536) return { misuse: `${value}: not 3 … 65536` };
    return { limit };
  },
  begin: () => null,
  run({ limit }, _memory, system) {
    if (limit === null) system.print(`${system.descriptorLimit}`);
    else system.setDescriptorLimit(limit);
    return 0;
  },
};

/** The commands there are, or how one is called. */
const help: Command<{ about: string | null }, null> = {
  name: 'help',
  synopsis: 'help [command]',
  parse: (words) => ({ about: words[0] ?? null }),
  begin: () => null,
  run({ about }, _memory, system) {
    if (about === null) {
      for (const name of commandNames()) system.print(commandNamed(name)!.synopsis);
      return 0;
    }
    const command = commandNamed(about);
    system.print(command === null ? `help: no command ${about} (help alone lists those there are)` : command.synopsis);
    return command === null ? 1 : 0;
  },
};

/** Commands that belong to the shell itself. */
const BUILTINS: Readonly<Record<string, Command>> = {
  clear,
  help,
  history,
  man: { ...help, name: 'man', synopsis: 'man [command]' },
  ulimit,
};

/** A command by its name, or null. */
export function commandNamed(name: string): Command | null {
  if (Object.hasOwn(COMMANDS, name)) return COMMANDS[name]!;
  return Object.hasOwn(BUILTINS, name) ? BUILTINS[name]! : null;
}

/** Names of all commands, in the order of the alphabet. */
export function commandNames(): string[] {
  return [...Object.keys(COMMANDS), ...Object.keys(BUILTINS)].sort();
}
