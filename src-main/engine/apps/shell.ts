import { isMisuse, STATUS_MISUSE, STATUS_NOT_FOUND, type Command } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { parseFilter, type FilterState } from './filters.ts';
import { parseLine, type LineCommand } from './line.ts';
import type { Program } from './program.ts';
import type { CommandSettings } from './settings.ts';
import type { System } from './system.ts';

interface ShellMemory {
  /** What is left of the line; null before it was read. */
  left: LineCommand[] | null;
  /** The command that runs. */
  running: { name: string; options: unknown; memory: unknown } | null;
  status: number;
}

/**
 * A line of commands, done one after the other by one process. `a & b` gives `a` a process of its own; every command
 * gives its sockets back at its end.
 */
export const shell: Program<CommandSettings, ShellMemory> = {
  begin: () => ({ left: null, running: null, status: 0 }),

  run(settings, memory, system) {
    if (memory.left === null) {
      const read = parseLine(settings.line);
      memory.left = isMisuse(read) ? [] : read;
      if (isMisuse(read)) {
        system.print(`syntax error: ${read.misuse}`);
        return STATUS_MISUSE;
      }
    }
    while (memory.left.length > 0) {
      const next = memory.left[0]!;
      const status = next.then === '&' ? inBackground(next, system) : runOne(next, memory, system);
      if (status === null) return null;
      system.endCommand();
      memory.running = null;
      memory.status = status;
      skip(memory.left, status);
    }
    return memory.status;
  },
};

/** Takes away the command that has ended, and those that its status leaves out. */
function skip(left: LineCommand[], status: number): void {
  let done = left.shift();
  while (done !== undefined && left.length > 0) {
    const { then } = done;
    if (!(then === '&&' && status !== 0) && !(then === '||' && status === 0)) return;
    done = left.shift();
  }
}

function inBackground({ words, filters }: LineCommand, system: System): number {
  const line = [words, ...filters].map((one) => one.map(quoted).join(' ')).join(' | ');
  const number = system.start(line);
  system.print(number === null ? 'shell: fork: EAGAIN' : `[${number}]`);
  return 0;
}

function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`;
}

function runOne(line: LineCommand, memory: ShellMemory, system: System): number | null {
  const [name = ''] = line.words;
  const command: Command | undefined = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (memory.running === null) {
    const filters: FilterState[] = [];
    for (const words of line.filters) {
      const filter = parseFilter(words);
      if (isMisuse(filter)) {
        system.print(filter.misuse);
        return STATUS_MISUSE;
      }
      filters.push(filter);
    }
    if (command === undefined) {
      system.print(`${name}: command not found`);
      return STATUS_NOT_FOUND;
    }
    const options = command.parse(line.words.slice(1));
    if (isMisuse(options)) {
      system.print(`${name}: ${options.misuse}`);
      system.print(`usage: ${command.synopsis}`);
      return STATUS_MISUSE;
    }
    system.beginCommand(filters);
    memory.running = { name, options, memory: command.begin(options) };
  }
  return command!.run(memory.running.options, memory.running.memory, system);
}
