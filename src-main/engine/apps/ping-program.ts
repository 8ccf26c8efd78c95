import { ping, type PingMemory } from './commands/ping.ts';
import type { Program } from './program.ts';
import type { PingSettings } from './settings.ts';

/** A ping written into a document with its numbers; the command does the work. */
export const pingProgram: Program<PingSettings, PingMemory> = {
  begin: (settings) => ping.begin(settings),
  interrupted: (settings, memory, system) => ping.interrupted!(settings, memory, system),
  run: (settings, memory, system) => ping.run(settings, memory, system),
};
