import { commandNamed } from './builtins.ts';
import { isMisuse, STATUS_MISUSE, STATUS_NOT_FOUND } from './misuse.ts';
import { parseFilter, type FilterState } from './filters.ts';
import { parseLine, type LineCommand } from './line.ts';
import { notFound } from './not-found.ts';
import type { Program } from './program.ts';
import type { CommandSettings } from './settings.ts';
import type { System } from './system.ts';

interface ShellMemory {
  /** Lists of commands still to be done, the first one in part; null before the line was read. */
  left: LineCommand[][] | null;
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
      memory.left = isMisuse(read) ? [] : listsOf(read);
      if (isMisuse(read)) {
        system.print(`syntax error: ${read.misuse}`);
        return STATUS_MISUSE;
      }
    }
    for (let list = memory.left[0]; list !== undefined; list = memory.left[0]) {
      if (list.at(-1)!.next === '&') {
        inBackground(list, system);
        memory.status = 0;
        list.length = 0;
      }
      while (list.length > 0) {
        const status = runOne(list[0]!, memory, system);
        if (status === null) return null;
        system.endCommand();
        memory.running = null;
        memory.status = status;
        skip(list, status);
      }
      memory.left.shift();
    }
    return memory.status;
  },

  interrupted(_settings, { running }, system) {
    if (running !== null) commandNamed(running.name)?.interrupted?.(running.options, running.memory, system);
  },
};

/** Commands joined by `&&` and `||` belong together: `;` and `&` end what they make. */
function listsOf(commands: LineCommand[]): LineCommand[][] {
  const lists: LineCommand[][] = [];
  let open = false;
  for (const command of commands) {
    if (open) lists.at(-1)!.push(command);
    else lists.push([command]);
    open = command.next === '&&' || command.next === '||';
  }
  return lists;
}

/** Takes away the command that has ended, and those of its list that its status leaves out. */
function skip(list: LineCommand[], status: number): void {
  let done = list.shift();
  while (done !== undefined && list.length > 0) {
    const { next } = done;
    if (!(next === '&&' && status !== 0) && !(next === '||' && status === 0)) return;
    done = list.shift();
  }
}

/** A whole list in a process of its own. */
function inBackground(list: LineCommand[], system: System): void {
  const texts = list.map(({ words, filters, input, next }, at) => {
    const given = input === undefined ? [] : ['<<<', quoted(input)];
    const first = [...words.map(quoted), ...given].join(' ');
    const piped = [first, ...filters.map((one) => one.map(quoted).join(' '))].join(' | ');
    return at < list.length - 1 ? `${piped} ${next}` : piped;
  });
  const number = system.start(texts.join(' '));
  system.print(number === null ? 'shell: fork: EAGAIN' : `[${number}]`);
}

function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`;
}

/**
 * `echo hi | nc host 7`, `cat /page | nc host 7`: what the first prints is known beforehand, and is what the second reads.
 * Of other commands only the output is filtered.
 */
function fed(line: LineCommand, system: System): LineCommand {
  const [next, ...filters] = line.filters;
  const [name, ...given] = line.words;
  if (next === undefined || commandNamed(next[0]!) === null) return line;
  const texts = name === 'echo' ? [given.join(' ')] : given.map((path) => system.environment.files.get(path));
  const known = name === 'echo' || (name === 'cat' && given.length > 0 && !texts.includes(undefined));
  return known ? { ...line, words: next, filters, input: texts.join('').replace(/\n$/, '') } : line;
}

function runOne(given: LineCommand, memory: ShellMemory, system: System): number | null {
  const line = fed(given, system);
  const [name = ''] = line.words;
  const command = commandNamed(name);
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
    if (command === null) {
      system.print(notFound(name));
      return STATUS_NOT_FOUND;
    }
    const options = command.parse(line.words.slice(1));
    if (isMisuse(options)) {
      system.print(`${name}: ${options.misuse}`);
      system.print(`usage: ${command.synopsis}`);
      return STATUS_MISUSE;
    }
    system.beginCommand(filters, line.input?.split('\n') ?? null);
    memory.running = { name, options, memory: command.begin(options) };
  }
  return command!.run(memory.running.options, memory.running.memory, system);
}
