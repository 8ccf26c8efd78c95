import type { Command } from './command.ts';
import { networkCheck } from './network-check.ts';
import { networkKill } from './network-kill.ts';
import { networkPlug } from './network-plug.ts';
import { networkPower } from './network-power.ts';
import { networkRule } from './network-rule.ts';

/** What is done to the devices and cables of a network while it runs. */
export const networkCommands: readonly Command[] = [networkCheck, networkPower, networkPlug, networkRule, networkKill];
