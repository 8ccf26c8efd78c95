import type { TraceStore } from '#engine/trace/store.ts';
import type { ConnectionSpan, ProgramSpan } from '#contract/shapes.ts';
import type { Result } from '#contract/calls.ts';
import { TraceReader } from '../reading/trace-reader.ts';
import { namesOf, type Conversation, type Conversations } from './conversations.ts';

/** One run of a program. `ended`: number of the fact that tells of its end; 0: none. */
interface Run {
  started: number;
  ended: number;
  start: number;
  end: number | null;
}

/** Runs of programs, found in the facts that tell of their starts and ends. It reads only what was added since. */
export class Runs extends TraceReader {
  readonly #runs: Run[] = [];
  /** Runs that go on, by device and number of the process. */
  readonly #going = new Map<string, Run>();

  protected take(first: number, last: number): void {
    const trace = this.trace;
    for (let seq = first; seq <= last; seq++) {
      const kind = trace.kind(seq);
      if (kind === 'program.started') {
        const run = { started: seq, ended: 0, start: trace.time(seq), end: null };
        this.#runs.push(run);
        this.#going.set(this.#key(seq), run);
      } else if (kind === 'program.ended') {
        const key = this.#key(seq);
        const run = this.#going.get(key);
        if (run !== undefined) [run.ended, run.end] = [seq, trace.time(seq)];
        this.#going.delete(key);
      }
    }
  }

  protected forget(length: number): void {
    while (this.#runs.length > 0 && this.#runs[this.#runs.length - 1]!.started > length) this.#runs.pop();
    this.#going.clear();
    for (const run of this.#runs) {
      if (run.ended > length) [run.ended, run.end] = [0, null];
      if (run.ended === 0) this.#going.set(this.#key(run.started), run);
    }
  }

  /** Every run of the known history, in the order in which they began. */
  all(): readonly Run[] {
    this.catchUp();
    return this.#runs;
  }

  #key(seq: number): string {
    return `${this.trace.device(seq) ?? ''} ${this.trace.value(seq)}`;
  }
}

/** Connections and runs of programs as stretches of time. */
export class Spans {
  readonly #trace: TraceStore;
  readonly #conversations: Conversations;
  readonly #runs: Runs;
  /** What was worked out for a conversation, and the number of its last fact then. */
  #known = new WeakMap<Conversation, Span & { last: number }>();

  constructor(trace: TraceStore, conversations: Conversations) {
    this.#trace = trace;
    this.#conversations = conversations;
    this.#runs = new Runs(trace);
  }

  get read(): number {
    return this.#runs.read;
  }

  /** Reads the facts added since the last time, up to fact `to`. */
  catchUp(to: number = this.#trace.length): void {
    this.#runs.catchUp(to);
  }

  /** Forgets the facts after number `length`. Called before the trace itself is cut. */
  cut(length: number): void {
    this.#runs.cut(length);
    this.#known = new WeakMap();
  }

  /** What touches `from` … `to` ns: the `most` longest there of each sort, oldest first. */
  within(from: number, to: number, most: number): Result<'trace.spans'> {
    const conversations = this.#conversations.all().map((whole) => ({ ...this.#stretch(whole), whole }));
    const connections = longest(conversations, from, to, most);
    const programs = longest(this.#runs.all(), from, to, most);
    return {
      connections: connections.shown.map((span) => connectionSpan(this.#trace, span)),
      allConnections: connections.all,
      programs: programs.shown.map((run) => programSpan(this.#trace, run)),
      allPrograms: programs.all,
    };
  }

  #stretch(conversation: Conversation): Span {
    let known = this.#known.get(conversation);
    if (known === undefined || known.last !== conversation.last) {
      known = { ...stretchOf(this.#trace, conversation), last: conversation.last };
      this.#known.set(conversation, known);
    }
    return known;
  }
}

interface Span {
  start: number;
  end: number | null;
}

/** The `most` spans that take the longest part of `from` … `to`, in their order, and how many touch it. */
function longest<S extends Span>(
  spans: readonly S[],
  from: number,
  to: number,
  most: number,
): { shown: S[]; all: number } {
  const inside = spans.filter(({ start, end }) => start <= to && (end === null || end >= from));
  const width = ({ start, end }: Span): number => Math.min(end ?? to, to) - Math.max(start, from);
  const chosen = new Set(inside.toSorted((a, b) => width(b) - width(a)).slice(0, most));
  return { shown: inside.filter((span) => chosen.has(span)), all: inside.length };
}

/** From the first fact to the moment at which every end that was seen is CLOSED; no end of it: not yet. */
function stretchOf(trace: TraceStore, { first, last, ends }: Conversation): Span {
  const newest = ends.flatMap(({ states }) => (states.length === 0 ? [] : [states.at(states.length - 1)]));
  const start = trace.time(first);
  if (newest.some((seq) => trace.detail(seq)['to'] !== 'CLOSED')) return { start, end: null };
  // Of ends outside of what is simulated only segments are seen.
  return { start, end: trace.time(newest.length === 0 ? last : Math.max(...newest)) };
}

function connectionSpan(trace: TraceStore, span: Span & { whole: Conversation }): ConnectionSpan {
  const { ends, first } = span.whole;
  const client = span.whole.client ?? 0;
  const states = ends.flatMap(({ states: facts }, index) => {
    const end = index === client ? ('client' as const) : ('server' as const);
    return Array.from({ length: facts.length }, (_, at) => ({ seq: facts.at(at), end }));
  });
  return {
    id: String(first),
    ...namesOf(ends[client], ends[1 - client]),
    start: span.start,
    end: span.end,
    states: states
      .sort((a, b) => a.seq - b.seq)
      .map(({ seq, end }) => ({ time: trace.time(seq), end, state: String(trace.detail(seq)['to']) })),
  };
}

function programSpan(trace: TraceStore, { started, ended, start, end }: Run): ProgramSpan {
  return {
    seq: started,
    program: String(trace.detail(started)['program']),
    device: trace.device(started) ?? '',
    start,
    end,
    status: ended === 0 ? null : Number(trace.detail(ended)['status']),
  };
}
