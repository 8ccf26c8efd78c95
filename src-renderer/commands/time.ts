import type { Command } from './command.ts';
import { timeBack } from './time-back.ts';
import { timeBookmark, timeBookmarks, timeNextBookmark, timePreviousBookmark } from './time-bookmark.ts';
import { timeForward } from './time-forward.ts';
import { timeNext } from './time-next.ts';
import { timeOver, timeOverBack } from './time-over.ts';
import { timeFaster, timeSlower } from './time-pace.ts';
import { timePlay } from './time-play.ts';
import { timeStart } from './time-start.ts';
import { timeLanes, timeSpacing, timeZoomAll, timeZoomIn, timeZoomOut } from './time-strip.ts';
import { timeUntil } from './time-until.ts';

/** What moves the network's time, in the order of the transport controls, and what shows it. */
export const timeCommands: readonly Command[] = [
  timeStart,
  timeOverBack,
  timeBack,
  timePlay,
  timeForward,
  timeOver,
  timeUntil,
  ...timeNext,
  timeSlower,
  timeFaster,
  timeBookmark,
  timeBookmarks,
  timePreviousBookmark,
  timeNextBookmark,
  timeZoomIn,
  timeZoomOut,
  timeZoomAll,
  timeLanes,
  timeSpacing,
];
