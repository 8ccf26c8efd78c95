import { alsoOf } from '#engine/trace/also.ts';
import { clauseOf } from '#engine/trace/clauses.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import type { CauseChain, CauseStep, Effects } from '#contract/causes.ts';
import { refusal } from '#contract/problems.ts';
import { Numbers } from './numbers.ts';
import type { Later, WallClock } from './player.ts';
import { factRow } from './rows.ts';
import type { WrittenRows } from './written-rows.ts';

/** Steps of a chain at its root that are always told: what a person or a program did. */
const AT_THE_ROOT = 6;
/** Wall ms an answer may work before everybody else has a turn. */
const WORK = 12;
/** Facts between two looks at the clock. */
const FACTS_AT_ONCE = 4096;

/** Why things happened and what they led to, read off the causes in a trace. */
export class Causes {
  readonly #trace: TraceStore;
  readonly #written: WrittenRows;
  readonly #clock: WallClock;
  readonly #later: Later;
  /** Counts up with each cut: an answer that was under way then knows facts that are no more. */
  #cuts = 0;

  constructor(trace: TraceStore, written: WrittenRows, clock: WallClock, later: Later) {
    this.#trace = trace;
    this.#written = written;
    this.#clock = clock;
    this.#later = later;
  }

  /** The facts behind the cursor are about to be forgotten. */
  cut(): void {
    this.#cuts++;
  }

  /**
   * The chain of causes of a fact, itself first. A chain of more than `most` steps is told by its beginning and its root.
   * Refused: there is no such fact.
   */
  async why(fact: number, most: number): Promise<CauseChain> {
    this.#mustBe(fact);
    const chain = new Numbers();
    const turn = this.#turns(fact);
    for (let seq = fact; seq > 0; seq = this.#trace.cause(seq)) {
      chain.push(seq);
      const others = turn();
      if (others !== undefined) await others;
    }
    const atRoot = Math.min(AT_THE_ROOT, Math.floor(most / 2));
    const skipped = Math.max(0, chain.length - most);
    const at = most - atRoot;
    const steps: CauseStep[] = [];
    for (let index = 0; index < chain.length; index++) {
      if (skipped === 0 || index < at || index >= at + skipped) steps.push(this.step(chain.at(index)));
    }
    return { steps, gap: skipped === 0 ? null : { at, count: skipped } };
  }

  /** What a fact led to, as far as it was lived: the first `most` facts of it. Refused: there is no such fact. */
  async effects(fact: number, most: number): Promise<Effects> {
    this.#mustBe(fact);
    const trace = this.#trace;
    const family = new Set([fact]);
    const found: CauseStep[] = [];
    const turn = this.#turns(fact);
    for (let seq = fact + 1; seq <= trace.length; seq++) {
      if (family.has(trace.cause(seq)) || family.has(alsoOf(trace, seq))) {
        if (found.length === most) return { effects: found, complete: false };
        family.add(seq);
        found.push(this.step(seq));
      }
      const others = turn();
      if (others !== undefined) await others;
    }
    return { effects: found, complete: true };
  }

  /** One fact with all it rests on. */
  step(seq: number): CauseStep {
    const trace = this.#trace;
    return {
      ...factRow(trace, seq),
      clause: clauseOf(trace.kind(seq), trace.reason(seq), trace.detail(seq)),
      rows: this.#written.usedBy(seq),
      also: alsoOf(trace, seq),
    };
  }

  #mustBe(fact: number): void {
    if (fact < 1 || fact > this.#trace.length) throw refusal('trace.no-such-fact', { fact });
  }

  /** What is called for every fact looked at; from time to time it lets others work. */
  #turns(fact: number): () => Promise<void> | undefined {
    const cuts = this.#cuts;
    let count = 0;
    let began = this.#clock();
    return () => {
      if (++count % FACTS_AT_ONCE !== 0 || this.#clock() - began < WORK) return undefined;
      return new Promise<void>((resolve, reject) => {
        this.#later(0, () => {
          began = this.#clock();
          if (this.#cuts === cuts) resolve();
          else reject(refusal('trace.no-such-fact', { fact }));
        });
      });
    };
  }
}
