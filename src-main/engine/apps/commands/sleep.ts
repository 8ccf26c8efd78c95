import type { Command } from '../command.ts';
import type { Misuse } from '../misuse.ts';

/** Longest time to sleep, seconds: what a document may write as a time. */
const LONGEST = 1e6;

/** Lets so many seconds go by. */
export const sleep: Command<{ time: number }, { until: number | null }> = {
  name: 'sleep',
  synopsis: 'sleep seconds',

  parse(words): { time: number } | Misuse {
    const seconds = /^\d*\.?\d+$/.test(words[0] ?? '') ? Number(words[0]) : NaN;
    if (words.length !== 1 || !(seconds <= LONGEST)) return { misuse: `invalid time interval ‘${words.join(' ')}’` };
    return { time: Math.round(seconds * 1e9) };
  },

  begin: () => ({ until: null }),

  run({ time }, memory, system) {
    memory.until ??= system.now + time;
    if (system.now >= memory.until) return 0;
    system.wakeAt(memory.until);
    return null;
  },
};
