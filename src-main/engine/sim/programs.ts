import { behaviourOf } from '../devices/kinds.ts';
import type { WorldState } from './state.ts';

/** How a program of the document stands. */
export interface ProgramStanding {
  id: string;
  state: 'waiting' | 'running' | 'ended';
  /** Exit status of its newest process; null while that runs, or before there is one. */
  status: number | null;
  /** Index of the step that waits for a person to let it be done; null: none does. */
  next: number | null;
}

/** A process that runs without being a program of the document: typed at a terminal, or started by another. */
export interface ProcessStanding {
  device: string;
  process: number;
  /** What it runs: its line. */
  name: string;
}

/** How the programs of the document stand. */
export function programsOf({ devices, programs }: WorldState): ProgramStanding[] {
  const newest = new Map<string, { status: number | null; next: number | null }>();
  for (const slot of devices) {
    const host = slot && behaviourOf(slot.settings.kind).programs;
    if (!host) continue;
    for (const { program, ...stands } of host.processes(slot.state)) newest.set(program, stands);
  }
  const standing: ProgramStanding[] = [];
  for (const slot of programs) {
    if (slot === null) continue;
    const { id } = slot.settings;
    const found = newest.get(id);
    if (found === undefined) standing.push({ id, state: 'waiting', status: null, next: null });
    else standing.push({ id, state: found.status === null ? 'running' : 'ended', ...found });
  }
  return standing;
}

/** The processes that run and are no programs of the document, by device, oldest first. */
export function processesOf({ devices, programs }: WorldState): ProcessStanding[] {
  const drawn = new Set(programs.map((slot) => slot?.settings.id));
  return devices.flatMap((slot) => {
    const host = slot && behaviourOf(slot.settings.kind).programs;
    if (!host || slot.settings.powered === false) return [];
    const { id } = slot.settings;
    const running = host.running(slot.state).filter(({ program }) => !drawn.has(program));
    return running.map(({ number, name }) => ({ device: id, process: number, name }));
  });
}
