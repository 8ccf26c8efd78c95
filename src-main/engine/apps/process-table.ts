import { setDescriptorLimit } from '../transport/descriptors.ts';
import { closeAll } from '../transport/sockets.ts';
import { filtered, filterEnded, type FilterState } from './filters.ts';
import type { Machine } from './machine.ts';
import type { ProcessState, ProcessTable } from './process-state.ts';
import type { ProgramSettings } from './settings.ts';
import { addLine } from './limited-lines.ts';
import { signalStatus, type Signal } from './signals.ts';

/** Lines of output kept for each process. */
const OUTPUT_LIMIT = 1000;
/** Ended processes kept so that their output can still be read. */
const ENDED_LIMIT = 200;
/** Processes that may run at a time: a command that starts itself must not fill the memory. */
const RUNNING_LIMIT = 500;

/** A host on which nothing runs. */
export function newProcessTable(): ProcessTable {
  return { next: 1, list: [], ready: new Map(), terminals: new Map() };
}

/** Starts a program; it runs for the first time later in this step. Null: too many run already (EAGAIN of `fork`). */
export function startProcess(
  machine: Machine,
  settings: ProgramSettings,
  from: Partial<Pick<ProcessState, 'parent' | 'terminal' | 'input'>> = {},
): ProcessState | null {
  const { processes: table, outside } = machine;
  forgetOldest(table);
  if (table.list.filter(({ status }) => status === null).length >= RUNNING_LIMIT) return null;
  const cause = outside.record('program.started', { value: table.next, detail: { program: settings.name } });
  const process: ProcessState = {
    number: table.next++,
    // Never changed, so that copies of the host share them.
    settings: Object.freeze({ ...settings }),
    parent: from.parent ?? 0,
    memory: null,
    output: [],
    unfinished: '',
    filters: [],
    input: from.input ?? { lines: [], ended: true },
    given: null,
    terminal: from.terminal ?? null,
    permits: 0,
    interrupted: false,
    status: null,
    started: outside.now,
    ran: outside.now,
    wakeAt: null,
    wakeCause: 0,
    waiting: [],
    cause,
  };
  const limit = inheritedLimit(machine, process);
  if (limit !== null) setDescriptorLimit(machine.transport, process.number, limit);
  table.list.push(process);
  table.ready.set(process.number, cause);
  return process;
}

/** A process may hold as many descriptors as the one that started it, or as its terminal was told. */
function inheritedLimit({ transport, processes }: Machine, { parent, terminal }: ProcessState): number | null {
  if (parent !== 0) return transport.limits.get(parent) ?? null;
  return terminal === null ? null : (processes.terminals.get(terminal)?.descriptorLimit ?? null);
}

/** The newest process of each program stays: how it ended is asked for later. */
function forgetOldest({ list }: ProcessTable): void {
  const ended = list.filter(({ status }) => status !== null).length;
  if (ended <= ENDED_LIMIT) return;
  const newest = new Map(list.map((process) => [process.settings.id, process.number]));
  const at = list.findIndex(({ number, status, settings }) => status !== null && newest.get(settings.id) !== number);
  if (at >= 0) list.splice(at, 1);
}

/** Prints lines of a process, through its filters. */
export function printLine(machine: Machine, process: ProcessState, line: string): void {
  for (const one of `${process.unfinished}${line}`.split('\n')) pass(machine, process, 0, one);
  process.unfinished = '';
}

function pass(machine: Machine, process: ProcessState, from: number, line: string): void {
  let text: string | null = line;
  for (const state of process.filters.slice(from)) {
    text = filtered(state, text);
    if (text === null) return;
  }
  process.output.push(text);
  if (process.output.length > OUTPUT_LIMIT) process.output.shift();
  const terminal = process.terminal === null ? undefined : machine.processes.terminals.get(process.terminal);
  if (terminal !== undefined) addLine(terminal.screen, { prompt: null, text });
  machine.outside.record('program.printed', { detail: { program: process.settings.name, line: text } });
}

/** Ends the last line and the filters of what was printed so far; `filters` take their place. */
export function changeFilters(machine: Machine, process: ProcessState, filters: FilterState[]): void {
  if (process.unfinished !== '') printLine(machine, process, '');
  process.filters.forEach((state, index) => {
    for (const line of filterEnded(state)) pass(machine, process, index + 1, line);
  });
  process.filters = filters;
}

/** A process ends. The kernel closes what it left open. */
export function endProcess(machine: Machine, process: ProcessState, status: number): void {
  const { outside, transport, processes } = machine;
  const before = outside.cause;
  changeFilters(machine, process, []);
  process.status = status;
  outside.cause = outside.record('program.ended', {
    value: process.number,
    detail: { program: process.settings.name, status },
  });
  closeAll(transport, outside, process.number);
  setDescriptorLimit(transport, process.number, null);
  for (const terminal of processes.terminals.values()) {
    if (terminal.foreground !== process.number) continue;
    terminal.foreground = null;
    // Ctrl+C throws away what was typed ahead, as terminals do (termios(3), NOFLSH).
    terminal.ahead = process.interrupted ? [] : process.input.lines;
    terminal.status = status;
  }
  outside.cause = before;
}

/** Sends a signal to a running process; it ends, at SIGINT with a last word. ESRCH: no such process. */
export function signalProcess(machine: Machine, number: number, signal: Signal): 0 | 'ESRCH' {
  const process = machine.processes.list.find((one) => one.number === number);
  if (process === undefined || process.status !== null) return 'ESRCH';
  if (signal === 'INT') {
    process.interrupted = true;
    machine.processes.ready.set(number, machine.outside.cause);
  } else endProcess(machine, process, signalStatus(signal));
  return 0;
}

/** Lets the running process of a program that waits before every call make the next one. False: none runs. */
export function permitCall({ processes, outside }: Machine, program: string): boolean {
  const process = processes.list.findLast(({ settings, status }) => settings.id === program && status === null);
  if (process === undefined) return false;
  process.permits++;
  processes.ready.set(process.number, outside.cause);
  return true;
}

/** The host loses its memory: nothing runs any more, and nothing is closed. */
export function loseProcesses({ list }: ProcessTable, outside: Machine['outside']): void {
  for (const { number, settings, status } of list) {
    if (status !== null) continue;
    const detail = { program: settings.name, status: signalStatus('KILL') };
    outside.record('program.ended', { value: number, detail });
  }
}

/** Kills every running process of a program. */
export function killProgram(machine: Machine, program: string): void {
  for (const process of machine.processes.list) {
    if (process.settings.id === program) signalProcess(machine, process.number, 'KILL');
  }
}
