/**
 * The commands of a drawn host, one file each. They use the calls of `System` and nothing below it, so that a built-in
 * command can do no more than a program a student writes.
 */
import type { Command } from '../command.ts';
import { cat } from './cat.ts';
import { echo } from './echo.ts';
import { ls } from './ls.ts';
import { ping } from './ping.ts';
import { SERVICES } from './services.ts';
import { sleep } from './sleep.ts';
import { traceroute } from './traceroute.ts';

/** Every command by its name. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  cat,
  echo,
  ls,
  ping,
  sleep,
  traceroute,
  ...SERVICES,
};
