/**
 * The commands of a drawn host, one file each. They use the calls of `System` and nothing below it, so that a built-in
 * command can do no more than a program a student writes.
 */
import type { Command } from '../command.ts';
import { arp } from './arp.ts';
import { cat } from './cat.ts';
import { echo } from './echo.ts';
import { hostname } from './hostname.ts';
import { ifconfig } from './ifconfig.ts';
import { ip } from './ip/ip.ts';
import { kill } from './kill.ts';
import { ls } from './ls.ts';
import { netstat } from './netstat.ts';
import { ping } from './ping.ts';
import { ps } from './ps.ts';
import { route } from './route.ts';
import { SERVICES } from './services.ts';
import { sleep } from './sleep.ts';
import { ss } from './ss/ss.ts';
import { traceroute } from './traceroute.ts';

/** Every command by its name. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  arp,
  cat,
  echo,
  hostname,
  ifconfig,
  ip,
  kill,
  ls,
  netstat,
  ping,
  ps,
  route,
  sleep,
  ss,
  traceroute,
  ...SERVICES,
};
