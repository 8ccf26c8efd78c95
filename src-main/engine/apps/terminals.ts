import { addLine, newLines } from './limited-lines.ts';
import type { Machine } from './machine.ts';
import type { ProcessTable } from './process-state.ts';
import { signalProcess, startProcess } from './process-table.ts';
import type { ProcessState } from './process-state.ts';
import {
  HISTORY_LIMIT,
  SCREEN_LIMIT,
  TERMINAL_LIMIT,
  type Terminal,
  type TerminalAction,
  type TerminalView,
} from './terminal.ts';

/**
 * Does what a person did at terminal `name` of a host, which is there from the first time something is done at it.
 * Returns false when the host has too many terminals. `outside.cause` is the fact of the typing.
 */
export function useTerminal(machine: Machine, name: string, action: TerminalAction): boolean {
  const terminal = terminalOf(machine.processes, name);
  if (terminal === null) return false;
  const running = foregroundOf(machine.processes, terminal);
  const prompt = running === null ? promptOf(machine) : '';
  switch (action.type) {
    case 'line':
      addLine(terminal.screen, { prompt, text: action.text });
      if (running === null) startLine(machine, terminal, action.text);
      else give(machine, running, () => running.input.lines.push(action.text));
      return true;
    case 'interrupt':
      addLine(terminal.screen, { prompt, text: '^C' });
      if (running !== null) signalProcess(machine, running.number, 'INT');
      return true;
    case 'end':
      if (running !== null) give(machine, running, () => (running.input.ended = true));
      return true;
  }
}

/**
 * Starts what was typed ahead at terminals whose program has ended. Called when no process can go on; true when there is
 * again something to run.
 */
export function runTypedAhead(machine: Machine): boolean {
  let started = false;
  for (const terminal of machine.processes.terminals.values()) {
    while (terminal.foreground === null && terminal.ahead.length > 0) {
      const line = terminal.ahead.shift()!;
      addLine(terminal.screen, { prompt: promptOf(machine), text: line });
      startLine(machine, terminal, line);
      started = true;
    }
  }
  return started;
}

function startLine(machine: Machine, terminal: Terminal, line: string): void {
  if (line.trim() === '') return;
  addLine(terminal.history, line);
  const { device } = machine.environment;
  const run = { program: 'command' as const, line };
  // No record of a drawing has an id with a space: this is nobody's program but the person's at this terminal.
  const settings = { id: `terminal ${terminal.name}`, name: line.trim().slice(0, 64), device, start: null, run };
  // What was typed ahead is there for whoever reads first.
  const input = { lines: terminal.ahead, ended: false };
  terminal.ahead = [];
  const process = startProcess(machine, settings, { terminal: terminal.name, input });
  if (process === null) addLine(terminal.screen, { prompt: null, text: 'shell: fork: EAGAIN' });
  terminal.foreground = process?.number ?? null;
}

/** Something for a process to read: it runs again later in this step. */
function give({ processes, outside }: Machine, process: ProcessState, put: () => unknown): void {
  put();
  processes.ready.set(process.number, outside.cause);
}

/** The terminal of a name, made when it is not there yet; null when there are too many. */
function terminalOf({ terminals }: ProcessTable, name: string): Terminal | null {
  const known = terminals.get(name);
  if (known !== undefined) return known;
  if (terminals.size >= TERMINAL_LIMIT) return null;
  const terminal: Terminal = {
    name,
    screen: newLines(SCREEN_LIMIT),
    history: newLines(HISTORY_LIMIT),
    foreground: null,
    ahead: [],
    status: 0,
    descriptorLimit: null,
  };
  terminals.set(name, terminal);
  return terminal;
}

function foregroundOf({ list }: ProcessTable, { foreground }: Terminal): ProcessState | null {
  return list.find(({ number, status }) => number === foreground && status === null) ?? null;
}

function promptOf({ environment }: Pick<Machine, 'environment'>): string {
  return `${environment.hostname}$ `;
}

/** A terminal as it is shown; one that was never used shows a prompt. */
export function terminalView(machine: Pick<Machine, 'processes' | 'environment'>, name: string): TerminalView {
  const terminal = machine.processes.terminals.get(name);
  const running = terminal === undefined ? null : foregroundOf(machine.processes, terminal);
  return {
    lines: terminal?.screen.entries.slice(-SCREEN_LIMIT) ?? [],
    forgotten:
      terminal === undefined
        ? 0
        : terminal.screen.forgotten + Math.max(0, terminal.screen.entries.length - SCREEN_LIMIT),
    unfinished: running?.unfinished ?? '',
    prompt: promptOf(machine),
    history: terminal?.history.entries.slice(-HISTORY_LIMIT) ?? [],
    running: running === null ? null : { number: running.number, command: running.settings.name },
  };
}
