import type { TraceStore } from '#engine/trace/store.ts';
import { Backlog } from '../reading/backlog.ts';
import type { Conversation } from '../conversations/conversations.ts';
import type { Journeys } from '../packets/journeys.ts';
import type { Later, WallClock } from '../wall-clock.ts';
import { Exchange } from './exchange.ts';
import { Steps } from './steps.ts';

/** Conversations kept ready: one that is looked at, and the one before. */
const KEPT = 2;

interface Known {
  exchange: Exchange;
  steps: Steps;
  backlog: Backlog;
}

/** The conversations looked at lately. */
export class Exchanges {
  readonly #trace: TraceStore;
  readonly #journeys: Journeys;
  readonly #clock: WallClock;
  readonly #later: Later;
  /** Insertion order is the order of last use. */
  readonly #known = new Map<Conversation, Known>();

  constructor(trace: TraceStore, journeys: Journeys, clock: WallClock, later: Later) {
    this.#trace = trace;
    this.#journeys = journeys;
    this.#clock = clock;
    this.#later = later;
  }

  /** What is known of a conversation, all of history read: a long one a piece at a time. */
  async of(conversation: Conversation): Promise<{ exchange: Exchange; steps: Steps }> {
    let known = this.#known.get(conversation);
    if (known === undefined) {
      const exchange = new Exchange(this.#trace, this.#journeys, conversation);
      const backlog = new Backlog(this.#trace, [exchange], this.#clock, this.#later);
      known = { exchange, steps: new Steps(this.#trace, conversation), backlog };
    } else this.#known.delete(conversation);
    this.#known.set(conversation, known);
    if (this.#known.size > KEPT) this.#known.delete(this.#known.keys().next().value!);
    await known.backlog.finish();
    return known;
  }

  /** Forgets everything: a future is cut off, and what comes instead takes its numbers. */
  cut(): void {
    this.#known.clear();
  }
}
