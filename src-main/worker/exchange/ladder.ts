import type { TraceStore } from '#engine/trace/store.ts';
import { MOST_RUNGS, type ConversationEnd, type Ladder, type LadderSpacing } from '#contract/conversation.ts';
import type { Rung } from '#contract/shapes.ts';
import { endOf, type Conversation } from '../conversations/conversations.ts';
import type { Journeys } from '../packets/journeys.ts';
import { rungOf } from '../conversations/ladder.ts';
import { blocksIn, carriedBy } from './carried.ts';
import type { Exchange } from './exchange.ts';
import type { Steps } from './steps.ts';

/** Rungs looked back through for that of a packet: more than are ever sent while one is on its way. */
const LOOKED_BACK = 20_000;

/** What is needed to tell of a ladder. */
export interface Told {
  trace: TraceStore;
  journeys: Journeys;
  exchange: Exchange;
  steps: Steps;
  cursor: number;
  /** Time under the cursor, ns. */
  now: number;
}

/** The rungs between two heights of a ladder, as they stand at the cursor. */
export function ladderBetween(told: Told, spacing: LadderSpacing, from: number, to: number): Ladder {
  const { trace, exchange, steps, cursor, now } = told;
  const { conversation } = exchange;
  const total = conversation.rungs.countUpTo(cursor);
  const first = Math.max(0, steps.indexAt(from, total, spacing));
  const rungs: Rung[] = [];
  const places: number[] = [];
  const arrivals: number[] = [];
  const shortened: number[] = [];
  for (let index = first; index < total && rungs.length < MOST_RUNGS; index++) {
    const place = steps.place(index, spacing);
    if (place > to) break;
    const rung = wholeRung(told, conversation.rungs.at(index));
    rungs.push(rung);
    places.push(place);
    const end = rung.arrival ?? rung.ended?.time ?? rung.time;
    arrivals.push(rung.kind === 'state' ? place : steps.placeAt(end, index, spacing));
    shortened.push(steps.shortened(index, spacing));
  }
  return {
    spacing,
    total,
    now,
    height:
      total === 0 ? 0 : spacing.kind === 'even' ? steps.place(total, spacing) : steps.reach(now, total - 1, spacing),
    from: first,
    rungs,
    places: Float64Array.from(places),
    arrivals: Float64Array.from(arrivals),
    shortened: Float64Array.from(shortened),
    first: ofBoth(conversation, (place) => exchange.directions[place].first),
    states: ofBoth(conversation, (place) => stateBefore(trace, conversation, place, conversation.rungs.at(first))),
    start: trace.time(conversation.rungs.at(0)),
    transit: exchange.transit,
  };
}

/** Where the rung of a packet stands; null: it has none, or not yet. */
export function placeOfPacket(
  { trace, journeys, exchange, steps, cursor }: Told,
  packet: number,
  spacing: LadderSpacing,
): number | null {
  const { rungs } = exchange.conversation;
  // The rung is not after the last that is known of its way, and not far before it.
  let last = 0;
  for (const seq of journeys.facts(packet, cursor)) last = seq;
  const first = rungs.countUpTo(last || cursor) - 1;
  for (let index = first; index >= Math.max(0, first - LOOKED_BACK); index--) {
    if (trace.packet(rungs.at(index)) === packet) return steps.place(index, spacing);
  }
  return null;
}

/** A value for each end, which of the two in the order of being seen is the client's being known. */
export function ofBoth<Value>(
  { client }: Conversation,
  value: (place: 0 | 1) => Value,
): Record<ConversationEnd, Value> {
  return { client: value(client ?? 0), server: value(client === 1 ? 0 : 1) };
}

function wholeRung({ trace, journeys, exchange, cursor }: Told, seq: number): Rung {
  const { conversation } = exchange;
  const place = endOf(trace, conversation, seq) ?? 0;
  const rung = rungOf(trace, journeys, conversation, seq, cursor, exchange.directions[place].cables);
  Object.assign(rung, exchange.marksOf(seq, cursor));
  if (rung.kind === 'segment' && conversation.protocol === 'tcp' && exchange.sacks(seq)) {
    const carried = carriedBy(trace, journeys, rung.packet);
    rung.sack = (carried === null ? [] : blocksIn(carried)).map(([left, right]): [number, number] => [left, right]);
  }
  return rung;
}

function stateBefore(trace: TraceStore, { ends }: Conversation, place: 0 | 1, seq: number): string {
  const states = ends[place]?.states;
  if (states === undefined || states.length === 0) return '';
  const before = states.countUpTo(seq - 1);
  return String(before === 0 ? trace.detail(states.at(0))['from'] : trace.detail(states.at(before - 1))['to']);
}
