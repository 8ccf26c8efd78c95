import type { Timeline } from '#engine/sim/timeline.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import { refusal } from '#contract/problems.ts';
import type { Condition } from '#contract/shapes.ts';
import { askerOf, filterOf, type NamesOf } from '../events/asking.ts';

/** How a condition is looked for while time runs. */
export interface Lookout {
  readonly condition: Condition;
  /** ns at which it is true; Infinity: that is no matter of time. */
  readonly time: number;
  /** Of the facts `first` … `last`, recorded by one event, the one that makes it true; 0: none. Null: no fact does. */
  readonly among: ((first: number, last: number) => number) | null;
  /** Forgets what was remembered of facts and frames that are cut off now. */
  readonly forget: () => void;
  /** What must have ended before a network that has settled makes it true; null: settling does not. */
  readonly ended: (() => 'ended' | 'waits' | null) | null;
}

const NO_FACT_NEEDED = { time: Infinity, among: null, ended: null, forget: () => undefined } as const;

/**
 * The lookout for a condition in a history; `namesOf`: what a filter may call a device or cable. Refuses a text that is no
 * filter.
 */
export function lookoutFor(condition: Condition, timeline: Timeline, namesOf: NamesOf = () => []): Lookout {
  const { trace } = timeline;
  switch (condition.kind) {
    case 'time':
      return { ...NO_FACT_NEEDED, condition, time: condition.time };
    case 'terminal-ready': {
      const { device, terminal } = condition;
      const ready = () => (timeline.terminal(device, terminal)?.running ?? null) === null;
      return { ...NO_FACT_NEEDED, condition, ended: () => (ready() ? 'ended' : null) };
    }
    case 'program-ends': {
      const ended = () => programEnd(timeline, condition.program);
      if (condition.settled !== false) return { ...NO_FACT_NEEDED, condition, ended };
      // Only what programs and people do can end one, or make it wait.
      const ends = (seq: number) => trace.kind(seq) === 'program.ended';
      const says = (seq: number) => /^(program|socket|input)\./.test(trace.kind(seq));
      const among = (first: number, last: number) => {
        const seq = firstAmong(first, last, ends) || firstAmong(first, last, says);
        return seq !== 0 && ended() !== null ? seq : 0;
      };
      return { ...NO_FACT_NEEDED, condition, among };
    }
    case 'filter': {
      const filter = filterOf(condition.filter);
      if (filter === null) throw refusal('filter.wrong', { at: 1 });
      let asked = askerOf(filter, trace, namesOf);
      return {
        ...NO_FACT_NEEDED,
        condition,
        among: (first, last) => firstAmong(first, last, asked),
        forget: () => (asked = askerOf(filter, trace, namesOf)),
      };
    }
    case 'state':
    case 'drop': {
      const fits = factTest(condition, trace);
      return { ...NO_FACT_NEEDED, condition, among: (first, last) => firstAmong(first, last, fits) };
    }
  }
}

/** Whether a fact by its number is what a condition about single facts asks for. */
export function factTest(
  condition: Extract<Condition, { kind: 'state' | 'drop' }>,
  trace: TraceStore,
): (seq: number) => boolean {
  const { device = null } = condition;
  const here = (seq: number) => device === null || trace.device(seq) === device;
  if (condition.kind === 'state') {
    return (seq) => trace.kind(seq) === 'tcp.state' && trace.detail(seq)['to'] === condition.state && here(seq);
  }
  const { reason = null } = condition;
  return (seq) => trace.kind(seq) === 'frame.dropped' && (reason === null || trace.reason(seq) === reason) && here(seq);
}

/** The first of the facts `first` … `last` that fits; 0: none. */
export function firstAmong(first: number, last: number, fits: (seq: number) => boolean): number {
  for (let seq = first; seq <= last; seq++) if (fits(seq)) return seq;
  return 0;
}

/** Whether a program of the drawing has ended, or waits for a person to let it make its next call; null: it runs. */
function programEnd(timeline: Timeline, program: string): 'ended' | 'waits' | null {
  const found = timeline.programs().find(({ id }) => id === program);
  if (found === undefined) return 'ended';
  if (found.next !== null) return 'waits';
  return found.state === 'ended' ? 'ended' : null;
}
