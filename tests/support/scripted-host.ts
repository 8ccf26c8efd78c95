import type { Announcement, AnnouncementName, CallName, Host, Parameters, Result } from '#contract/calls.ts';
import type { BranchRow, FactRow, Now } from '#contract/shapes.ts';

type Answers = { [N in CallName]?: (parameters: Parameters<N>) => Result<N> | Promise<Result<N>> };

/** A host whose answers a test writes down. It keeps every call; a call without an answer is refused. */
export class ScriptedHost implements Host {
  readonly calls: { name: CallName; parameters: unknown }[] = [];
  readonly answers: Answers;
  readonly #listeners = new Map<string, ((announcement: never) => void)[]>();

  constructor(answers: Answers = {}) {
    this.answers = answers;
  }

  async call<N extends CallName>(name: N, parameters: Parameters<N>): Promise<Result<N>> {
    this.calls.push({ name, parameters });
    const answer = this.answers[name] as ((parameters: Parameters<N>) => Result<N> | Promise<Result<N>>) | undefined;
    if (!answer) throw { name: 'not-scripted', parameters: { call: name } };
    return await answer(parameters);
  }

  on<N extends AnnouncementName>(name: N, heard: (announcement: Announcement<N>) => void): () => void {
    const listeners = this.#listeners.get(name) ?? [];
    this.#listeners.set(name, [...listeners, heard]);
    return () =>
      this.#listeners.set(
        name,
        (this.#listeners.get(name) ?? []).filter((each) => each !== heard),
      );
  }

  announce<N extends AnnouncementName>(name: N, announcement: Announcement<N>): void {
    for (const heard of this.#listeners.get(name) ?? []) heard(announcement as never);
  }

  /** Parameters of the calls of one name, in order. */
  asked<N extends CallName>(name: N): Parameters<N>[] {
    return this.calls.filter((call) => call.name === name).map((call) => call.parameters as Parameters<N>);
  }
}

/** Where a simulation stands: at the start, paused, unless said otherwise. */
export function nowOf(some: Partial<Now> = {}): Now {
  return {
    time: 0,
    step: 0,
    cursor: 0,
    facts: 0,
    horizon: 0,
    playing: false,
    pace: { kind: 'hop', wall: 800 },
    stopped: null,
    awaited: null,
    flights: 0,
    version: 0,
    branch: 'b1',
    branches: 1,
    ...some,
  };
}

/** A branch of the project: one from the start that nothing happened in, unless said otherwise. */
export function branchOf(id: string, some: Partial<BranchRow> = {}): BranchRow {
  return {
    ...{ id, name: null, current: false, from: null, forkTime: 0, forkFact: 0, time: 0, horizon: 0, facts: 0 },
    ...some,
  };
}

/** A row of the trace: an ICMP frame sent by device `a`, unless said otherwise. */
export function factOf(seq: number, some: Partial<FactRow> = {}): FactRow {
  return {
    seq,
    time: seq * 1000,
    step: seq,
    kind: 'frame.sent',
    device: 'a',
    port: 'eth0',
    frame: seq,
    packet: seq,
    value: 0,
    reason: null,
    cause: seq - 1,
    detail: { cable: 'c1', to: 'b', toPort: 'port1' },
    summary: { protocol: 'icmp', source: '10.0.0.1', destination: '10.0.0.2', info: `Echo ${seq}`, length: 98 },
    ...some,
  };
}

/** Answers `trace.rows` from a list of rows, as the host does. */
export function rowsFrom(all: readonly FactRow[]): NonNullable<Answers['trace.rows']> {
  return ({ from, count, kinds }) => {
    const chosen = kinds.length === 0 ? all : all.filter(({ kind }) => kinds.includes(kind));
    return { total: chosen.length, rows: chosen.slice(Math.max(0, from - 1), Math.max(0, from - 1) + count) };
  };
}

/** Lets every promise that is ready be settled. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
