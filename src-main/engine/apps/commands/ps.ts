import type { Command } from '../command.ts';
import { columns } from './columns.ts';

/**
 * Processes that run: those of this terminal, or all of the host (`-e`, `aux`). `WCHAN` is the call a process waits in;
 * `START` is simulated time, in seconds from the beginning.
 */
export const ps: Command<{ all: boolean }, null> = {
  name: 'ps',
  synopsis: 'ps [-ef | aux]',

  parse(words) {
    const letters = words.join('').replaceAll('-', '');
    if (!/^[aefAuwxl]*$/.test(letters)) return { misuse: `unsupported option '${words.join(' ')}'` };
    return { all: /[aeAx]/.test(letters) };
  },

  begin: () => null,

  run({ all }, _memory, system) {
    const own = system.processes().find(({ number }) => number === system.number)?.terminal ?? null;
    const shown = system.processes().filter(({ status, terminal }) => status === null && (all || terminal === own));
    const rows = shown.map(({ number, parent, terminal, started, waiting, command }) => [
      `${number}`,
      `${parent}`,
      terminal ?? '?',
      number === system.number ? 'R' : 'S',
      (started / 1e9).toFixed(3),
      waiting[0]?.replace(' -1', '') ?? '-',
      command,
    ]);
    const head = ['PID', 'PPID', 'TTY', 'STAT', 'START', 'WCHAN', 'COMMAND'];
    for (const line of columns([head, ...rows], [0, 1, 4])) system.print(line);
    return 0;
  },
};
