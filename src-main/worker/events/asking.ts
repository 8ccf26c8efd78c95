import type { TraceStore } from '#engine/trace/store.ts';
import { compileFilter, type FactValue, type Filter } from '#engine/wire/filter/filter.ts';
import { Layers } from '#engine/wire/filter/layers.ts';
import type { Test } from '#engine/wire/filter/tests.ts';
import { isBlank } from '#engine/wire/filter/filter.ts';
import { refusal } from '#contract/problems.ts';

/** What a filter may call a device or cable besides its id; the id is always one of its names. */
export type NamesOf = (id: string) => readonly string[];

/** Compiles what a window sent; null: no filter. Refuses what is none: the window should not have sent it. */
export function filterOf(text: string): Filter | null {
  if (isBlank(text)) return null;
  const compiled = compileFilter(text);
  if ('fault' in compiled) throw refusal('filter.wrong', { at: compiled.fault.at + 1 });
  return compiled.filter;
}

/**
 * A filter as a question about a fact of this trace, by its number. Columns are looked at before bytes; what a filter says
 * of a frame is asked once and remembered, for a frame has several facts. The trace may grow, but must not be cut.
 */
export function askerOf({ test, deep }: Filter, trace: TraceStore, namesOf: NamesOf): (seq: number) => boolean {
  const frames = trace.scanFrames();
  const layers = new Layers();

  const asker = (one: Test): ((seq: number) => boolean) => {
    switch (one.kind) {
      case 'all': {
        const tests = one.tests.map(asker);
        const [first, second] = tests;
        if (tests.length === 2) return (seq) => first!(seq) && second!(seq);
        return (seq) => tests.every((asked) => asked(seq));
      }
      case 'any': {
        const tests = one.tests.map(asker);
        const [first, second] = tests;
        if (tests.length === 2) return (seq) => first!(seq) || second!(seq);
        return (seq) => tests.some((asked) => asked(seq));
      }
      case 'one': {
        const [left, right] = [asker(one.left), asker(one.right)];
        return (seq) => left(seq) !== right(seq);
      }
      case 'not': {
        const asked = asker(one.test);
        return (seq) => !asked(seq);
      }
      case 'fact':
        return factAsker(one, trace, namesOf);
      case 'frame':
        return frameAsker(one);
    }
  };

  const frameAsker = ({ holds }: Extract<Test, { kind: 'frame' }>) => {
    layers.find(null, deep);
    const nothing = holds(layers);
    // By frame id: 0 not asked yet, 1 no, 2 yes.
    let answers = new Uint8Array(1 << 16);
    let last = 0;
    let answer = nothing;
    return (seq: number): boolean => {
      const id = trace.frame(seq);
      // Facts of one frame mostly follow each other.
      if (id === last) return answer;
      last = id;
      if (id === 0) return (answer = nothing);
      if (id >= answers.length) {
        const grown = new Uint8Array(Math.max(id + 1, answers.length * 2));
        grown.set(answers);
        answers = grown;
      }
      const known = answers[id]!;
      if (known !== 0) return (answer = known === 2);
      layers.find(frames.read(id) ? frames : null, deep);
      answer = holds(layers);
      answers[id] = answer ? 2 : 1;
      return answer;
    };
  };

  return asker(test);
}

type FactTest = Extract<Test, { kind: 'fact' }>;

function factAsker({ fact, holds }: FactTest, trace: TraceStore, namesOf: NamesOf): (seq: number) => boolean {
  const number = (read: (seq: number) => number) => (seq: number) => holds(read(seq) || null);
  switch (fact) {
    // There are few kinds, reasons, devices and ports: what is said of one is said of all its facts.
    case 'kind':
      return remembered((seq) => trace.kind(seq), holds);
    case 'reason':
      return remembered(
        (seq) => trace.reason(seq),
        (reason) => holds(reason === 'none' ? null : reason),
      );
    case 'device':
      return remembered(
        (seq) => trace.device(seq),
        (device) => holds(device === null ? null : [device, ...namesOf(device)]),
      );
    case 'port':
      return remembered((seq) => trace.port(seq), holds);
    case 'cable':
      return remembered(
        (seq) => (trace.detail(seq)['cable'] ?? null) as string | null,
        (cable) => holds(cable === null ? null : [cable, ...namesOf(cable)]),
      );
    case 'time':
      return (seq) => holds(trace.time(seq));
    case 'seq':
      return (seq) => holds(seq);
    case 'step':
      return (seq) => holds(trace.step(seq));
    case 'frame':
      return number((seq) => trace.frame(seq));
    case 'packet':
      return number((seq) => trace.packet(seq));
    case 'cause':
      return number((seq) => trace.cause(seq));
    default: {
      const parameter = fact.slice('detail.'.length);
      return (seq) => holds(trace.detail(seq)[parameter] ?? null);
    }
  }
}

/** Asks once for each of few values. */
function remembered<Value extends FactValue>(
  read: (seq: number) => Value,
  holds: (value: Value) => boolean,
): (seq: number) => boolean {
  const answers = new Map<Value, boolean>();
  let last: Value | undefined;
  let answer = false;
  return (seq) => {
    const value = read(seq);
    if (value === last) return answer;
    let known = answers.get(value);
    if (known === undefined) {
      known = holds(value);
      answers.set(value, known);
    }
    last = value;
    return (answer = known);
  };
}
