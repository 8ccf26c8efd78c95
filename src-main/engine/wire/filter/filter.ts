/**
 * The one language in which a person says which frames and facts are meant: in lists, colours, rules, conditions and
 * exports. Its words and meaning are those of Wireshark's display filters, for every field the stack reads and writes, and
 * `hop.…` for what only a simulation knows. This room never acts on a frame, and never says in prose what is wrong.
 *
 * Text → `words` (tokens) → `syntax` (tree) → `compile` (with the table in `fields`) → tests over `layers`.
 */
import { compileSyntax } from './compile.ts';
import { FilterError, type FilterFault } from './faults.ts';
import { Layers, type FrameBytes } from './layers.ts';
import { parseFilter } from './syntax.ts';
import type { FactValue, Test } from './tests.ts';

export type { FilterFault } from './faults.ts';
export type { FrameBytes } from './layers.ts';
export type { FactValue } from './tests.ts';

/** What a filter is asked about: a frame, a fact, or a fact that speaks of a frame. */
export interface FilterSubject {
  /** Null: there is no frame, and no field of a frame has a value. */
  readonly frame: FrameBytes | null;
  /**
   * What is known under a name: a column of the trace (`kind`, `device`, `port`, `cable`, `reason`, `packet`, `frame`,
   * `time` in ns, `seq`, `step`, `cause`), or `detail.` and a parameter of the kind. Several texts where a thing has
   * several names (a device its id and what it is called). Null: nothing is known.
   */
  fact(name: string): FactValue;
}

/** A filter that can be asked. */
export interface Filter {
  readonly text: string;
  /** The tests it consists of, for whoever asks it of very many. */
  readonly test: Test;
  /** Whether layers are to be found with all they carry: `Layers.find`. */
  readonly deep: boolean;
  /** What it asks of a fact: empty when a frame is all it needs. */
  readonly facts: ReadonlySet<string>;
  matches(subject: FilterSubject): boolean;
}

/**
 * Compiles a filter. Text without a word in it is no filter: it is a fault at its end; whoever takes "no filter" for an
 * answer asks before. Never throws, and takes time in proportion to the text.
 */
export function compileFilter(text: string): { readonly filter: Filter } | { readonly fault: FilterFault } {
  try {
    const { test, deep, facts } = compileSyntax(parseFilter(text));
    const layers = new Layers();
    const matches = (subject: FilterSubject): boolean => {
      let found = false;
      const holds = (one: Test): boolean => {
        switch (one.kind) {
          case 'all':
            return one.tests.every(holds);
          case 'any':
            return one.tests.some(holds);
          case 'one':
            return holds(one.left) !== holds(one.right);
          case 'not':
            return !holds(one.test);
          case 'fact':
            return one.holds(subject.fact(one.fact));
          case 'frame':
            if (!found) layers.find(subject.frame, deep);
            found = true;
            return one.holds(layers);
        }
      };
      return holds(test);
    };
    return { filter: { text, test, deep, facts, matches } };
  } catch (error) {
    if (error instanceof FilterError) return { fault: error.fault };
    throw error;
  }
}

/** Whether there is anything to compile: blank text stands for no filter. */
export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** A frame, and what else is known, as a subject. */
export function aboutFrame(frame: FrameBytes, known: Readonly<Record<string, FactValue>> = {}): FilterSubject {
  return { frame, fact: (name) => (Object.hasOwn(known, name) ? known[name]! : null) };
}
