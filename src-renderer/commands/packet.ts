import type { Command } from './command.ts';
import { packetDelay } from './packet-delay.ts';
import { packetDuplicate } from './packet-duplicate.ts';
import { packetEdit } from './packet-edit.ts';
import { packetFlip } from './packet-flip.ts';
import { packetHold, packetRelease } from './packet-hold.ts';
import { packetList } from './packet-list.ts';
import { packetLose } from './packet-lose.ts';
import { packetRule } from './packet-rule.ts';

/** What is done to one packet on its way, in the order in which it is offered. */
export const touchCommands: readonly Command[] = [
  packetLose,
  packetHold,
  packetRelease,
  packetDelay,
  packetDuplicate,
  packetFlip,
  packetEdit,
  packetRule,
];

export const packetCommands: readonly Command[] = [packetList, ...touchCommands];
