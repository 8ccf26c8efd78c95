import type { Command } from '../command.ts';
import type { Misuse } from '../misuse.ts';
import { errorText } from '../error-text.ts';
import { SIGNALS, type Signal } from '../signals.ts';
import { wholeNumber } from '../words.ts';

interface KillOptions {
  signal: Signal;
  numbers: number[];
  /** Only tell the names of the signals. */
  list: boolean;
}

/** Ends processes. The kernel closes their sockets, as it does for a program that crashed. */
export const kill: Command<KillOptions, null> = {
  name: 'kill',
  synopsis: 'kill [-s signal | -signal] pid … | kill -l',

  parse(words): KillOptions | Misuse {
    const [first = '', second = '', ...rest] = words;
    if (first === '-l') return { signal: 'TERM', numbers: [], list: true };
    const name = first === '-s' ? second : first.startsWith('-') ? first.slice(1) : 'TERM';
    const signal = signalOf(name);
    if (signal === null) return { misuse: `${name}: invalid signal specification` };
    const pids = first === '-s' ? rest : first.startsWith('-') ? words.slice(1) : words;
    if (pids.length === 0) return { misuse: 'a process number is missing (ps tells them)' };
    const numbers: number[] = [];
    for (const pid of pids) {
      const number = wholeNumber(pid, 1, Number.MAX_SAFE_INTEGER);
      if (number === null) return { misuse: `${pid}: arguments must be process numbers` };
      numbers.push(number);
    }
    return { signal, numbers, list: false };
  },

  begin: () => null,

  run({ signal, numbers, list }, _memory, system) {
    if (list) {
      for (const [name, number] of Object.entries(SIGNALS)) system.print(`${`${number}`.padStart(2)}) SIG${name}`);
      return 0;
    }
    let status = 0;
    for (const number of numbers) {
      const error = system.kill(number, signal);
      if (error === 0) continue;
      system.print(`kill: (${number}) - ${errorText(error)}`);
      status = 1;
    }
    return status;
  },
};

/** `9`, `KILL`, `sigkill`: the signal, or null. */
function signalOf(name: string): Signal | null {
  const word = name.toUpperCase().replace(/^SIG/, '');
  const found = Object.entries(SIGNALS).find(([known, number]) => known === word || `${number}` === word);
  return (found?.[0] as Signal | undefined) ?? null;
}
