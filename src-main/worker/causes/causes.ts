/**
 * Why something happened, what came of it, and what was dropped for which reason. This room follows causes that the engine
 * wrote; it never guesses one.
 */
import { alsoOf } from '#engine/trace/also.ts';
import { clauseOf } from '#engine/trace/clauses.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import type { CauseChain, CauseStep, Effects } from '#contract/causes.ts';
import { refusal } from '#contract/problems.ts';
import { FirstOf } from './first-of.ts';
import { Kinship } from './kinship.ts';
import type { Reader } from '../reading/backlog.ts';
import { Numbers } from '../reading/numbers.ts';
import type { Later, WallClock } from '../wall-clock.ts';
import { factRow } from '../events/rows.ts';
import type { WrittenRows } from './written-rows.ts';

/** Steps of a chain at its root that are always told: what a person or a program did. */
const AT_THE_ROOT = 6;
/** Wall ms an answer may work before everybody else has a turn. */
const WORK = 12;
/** Facts read between two looks at the clock. */
const FACTS_AT_ONCE = 4096;
/** Facts related between two looks at the clock: a look at two columns each. */
const RELATED_AT_ONCE = 65_536;
/** Effects noted between two looks at the clock. */
const EFFECTS_AT_ONCE = 8192;

/** Why things happened and what they led to, read off the causes in a trace while they are new. */
export class Causes implements Reader {
  readonly #trace: TraceStore;
  readonly #written: WrittenRows;
  readonly #kinship: Kinship;
  readonly #clock: WallClock;
  readonly #later: Later;
  /** Counts up with each cut: an answer that was under way then knows facts that are no more. */
  #cuts = 0;

  constructor(trace: TraceStore, written: WrittenRows, clock: WallClock, later: Later) {
    this.#trace = trace;
    this.#written = written;
    this.#kinship = new Kinship(trace);
    this.#clock = clock;
    this.#later = later;
  }

  get read(): number {
    return this.#kinship.read;
  }

  /** Notes the causes of the facts added since the last time, up to fact `to`. */
  catchUp(to: number): void {
    this.#kinship.catchUp(to);
  }

  /** Forgets the facts after number `length`. */
  cut(length: number): void {
    this.#cuts++;
    this.#kinship.cut(length);
  }

  /**
   * The chain of causes of a fact, itself first. A chain of more than `most` steps is told by its beginning and its root.
   * Refused: there is no such fact.
   */
  async why(fact: number, most: number): Promise<CauseChain> {
    this.#mustBe(fact);
    await this.#inPieces(fact, () => this.#readOn());
    const chain = new Numbers();
    for (let seq = fact; seq > 0; seq = this.#kinship.causeOf(seq)) chain.push(seq);
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
    await this.#inPieces(fact, () => this.#readOn());
    await this.#inPieces(fact, () => this.#kinship.relate(RELATED_AT_ONCE));
    const seen = new Set([fact]);
    const next = new FirstOf();
    const found: CauseStep[] = [];
    for (let seq: number | undefined = fact; seq !== undefined; seq = next.shift()) {
      if (seq !== fact) {
        if (found.length === most) return { effects: found, complete: false };
        found.push(this.step(seq));
      }
      // What one fact caused can be most of a history.
      const effects = this.#kinship.causedBy(seq)[Symbol.iterator]();
      await this.#inPieces(fact, () => {
        for (let left = EFFECTS_AT_ONCE; left > 0; left--) {
          const { value: effect, done } = effects.next();
          if (done) return true;
          if (seen.has(effect)) continue;
          seen.add(effect);
          next.push(effect);
        }
        return false;
      });
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

  /** Reads a few facts that are new; most were read when they came. Whether that is all. */
  #readOn(): boolean {
    const { length } = this.#trace;
    const to = Math.min(length, this.#kinship.read + FACTS_AT_ONCE);
    this.#kinship.catchUp(to);
    return to === length;
  }

  /** Works until `piece` says that all is done; from time to time it lets others work. */
  async #inPieces(fact: number, piece: () => boolean): Promise<void> {
    const cuts = this.#cuts;
    for (let began = this.#clock(); !piece();) {
      if (this.#clock() - began < WORK) continue;
      await new Promise<void>((resolve) => void this.#later(0, resolve));
      if (this.#cuts !== cuts) throw refusal('trace.no-such-fact', { fact });
      began = this.#clock();
    }
  }
}
