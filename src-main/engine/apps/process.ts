import type { TransportOutside } from '../transport/outside.ts';
import type { Machine } from './machine.ts';
import { pingProgram } from './ping-program.ts';
import type { ProcessState, ProcessTable } from './process-state.ts';
import { endProcess } from './process-table.ts';
import type { Program } from './program.ts';
import type { ProgramSettings } from './settings.ts';
import { signalStatus } from './signals.ts';
import { shell } from './shell.ts';
import { steps } from './steps.ts';
import { System } from './system.ts';

/** Runs every process that something happened for, until none is left. */
export function runProcesses(machine: Machine): void {
  const { processes: table, outside } = machine;
  while (table.ready.size > 0) {
    const number = table.ready.keys().next().value!;
    const cause = table.ready.get(number)!;
    table.ready.delete(number);
    const process = processNumbered(table, number);
    if (process === undefined || process.status !== null) continue;
    outside.cause = cause;
    process.cause = cause;
    process.wakeAt = null;
    process.wakeCause = 0;
    process.ran = outside.now;
    const program = programOf(process.settings);
    process.memory ??= program.begin(process.settings.run);
    if (process.interrupted) {
      program.interrupted?.(process.settings.run, process.memory, new System(process, machine));
      endProcess(machine, process, signalStatus('INT'));
      continue;
    }
    const status = program.run(process.settings.run, process.memory, new System(process, machine));
    // It may have killed itself.
    if (status !== null && process.status === null) endProcess(machine, process, status);
  }
}

function processNumbered({ list }: ProcessTable, number: number): ProcessState | undefined {
  for (const process of list) if (process.number === number) return process;
  return undefined;
}

/** Makes the processes runnable whose time has come, and asks for the next wake. */
export function wakeProcesses(table: ProcessTable, outside: TransportOutside): void {
  for (const process of table.list) {
    if (process.wakeAt === null || process.status !== null) continue;
    if (process.wakeAt > outside.now) outside.wakeAt(process.wakeAt);
    else table.ready.set(process.number, woken(process, outside));
  }
}

/** The fact by which a process goes on that waited for a time; who only let others go first has waited for nothing. */
function woken({ settings, cause, wakeCause, ran }: ProcessState, outside: TransportOutside): number {
  if (ran === outside.now) return cause;
  return outside.record('program.woken', { cause: wakeCause || cause, detail: { program: settings.name } });
}

const PROGRAMS = { ping: pingProgram, steps, command: shell };

// Settings and memory of one program always belong together; the table cannot say so to the compiler.
function programOf(settings: ProgramSettings): Program<ProgramSettings['run'], unknown> {
  return PROGRAMS[settings.run.program] as unknown as Program<ProgramSettings['run'], unknown>;
}
