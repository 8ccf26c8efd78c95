import type { TransportOutside } from '../transport/outside.ts';
import type { TransportState } from '../transport/transport.ts';
import { closeAll } from '../transport/sockets.ts';
import { ping } from './ping.ts';
import type { ProcessState } from './process-state.ts';
import type { Program } from './program.ts';
import type { ProgramSettings } from './settings.ts';
import { steps } from './steps.ts';
import { System } from './system.ts';

/** Lines of output kept for each process. */
const OUTPUT_LIMIT = 1000;

/** Exit status of a killed process, as a shell tells it: 128 and the number of SIGKILL. */
const KILLED = 137;

/** All processes of a host. */
export interface ProcessTable {
  next: number;
  list: ProcessState[];
  /** Processes to run before this step ends, with the fact that made them runnable. */
  ready: Map<number, number>;
}

/** A host on which nothing runs. */
export function newProcessTable(): ProcessTable {
  return { next: 1, list: [], ready: new Map() };
}

/** Starts a program; it runs for the first time in `runProcesses`. */
export function startProcess(table: ProcessTable, outside: TransportOutside, settings: ProgramSettings): ProcessState {
  const cause = outside.record('program.started', { detail: { program: settings.name } });
  const process: ProcessState = {
    number: table.next++,
    settings,
    memory: programOf(settings).begin(settings.run),
    output: [],
    status: null,
    started: outside.now,
    wakeAt: null,
    blocked: null,
    cause,
  };
  table.list.push(process);
  table.ready.set(process.number, cause);
  return process;
}

/** Runs every process that something happened for, until none is left. */
export function runProcesses(table: ProcessTable, transport: TransportState, outside: TransportOutside): void {
  while (table.ready.size > 0) {
    const [first] = table.ready;
    const [number, cause] = first!;
    table.ready.delete(number);
    const process = table.list.find((known) => known.number === number);
    if (process === undefined || process.status !== null) continue;
    outside.cause = cause;
    process.cause = cause;
    process.wakeAt = null;
    const system = new System(process, transport, outside, OUTPUT_LIMIT);
    const status = programOf(process.settings).run(process.settings.run, process.memory, system);
    if (status === null) continue;
    end(process, status, transport, outside);
  }
}

/** Kills every running process of a program. */
export function killProgram(
  table: ProcessTable,
  transport: TransportState,
  outside: TransportOutside,
  program: string,
): void {
  for (const process of table.list) {
    if (process.settings.id === program && process.status === null) end(process, KILLED, transport, outside);
  }
}

function end(process: ProcessState, status: number, transport: TransportState, outside: TransportOutside): void {
  const before = outside.cause;
  process.status = status;
  outside.cause = outside.record('program.ended', { detail: { program: process.settings.name, status } });
  // The kernel closes what an ended process left open.
  closeAll(transport, outside, process.number);
  outside.cause = before;
}

/** Makes the processes runnable whose time has come, and asks for the next wake. */
export function wakeProcesses(table: ProcessTable, outside: TransportOutside): void {
  for (const process of table.list) {
    if (process.wakeAt === null || process.status !== null) continue;
    if (process.wakeAt <= outside.now) table.ready.set(process.number, process.cause);
    else outside.wakeAt(process.wakeAt);
  }
}

// Settings and memory of one program always belong together; the table cannot say so to the compiler.
function programOf(settings: ProgramSettings): Program<ProgramSettings['run'], unknown> {
  const programs = { ping, steps };
  return programs[settings.run.program] as unknown as Program<ProgramSettings['run'], unknown>;
}
