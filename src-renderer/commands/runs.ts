import type { Command } from './command.ts';
import { runCompare } from './run-compare.ts';
import { runList, runRename } from './run-list.ts';
import { runNext } from './run-next.ts';
import { runSecond } from './run-second.ts';

/** What is done with runs, in the order of their menu. */
export const runCommands: readonly Command[] = [runSecond, runCompare, runNext, runList, runRename];
