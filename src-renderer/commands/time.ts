import type { Command } from './command.ts';
import { timeBack } from './time-back.ts';
import { timeForward } from './time-forward.ts';
import { timeFaster, timeSlower } from './time-pace.ts';
import { timePlay } from './time-play.ts';
import { timeStart } from './time-start.ts';

/** What moves the network's time, in the order of the transport controls. */
export const timeCommands: readonly Command[] = [timeStart, timeBack, timePlay, timeForward, timeSlower, timeFaster];
