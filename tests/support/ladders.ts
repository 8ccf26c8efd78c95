import type { Ladder, LadderSpacing } from '#contract/conversation.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import { Conversations, type Conversation } from '#worker/conversations/conversations.ts';
import { Exchange } from '#worker/exchange/exchange.ts';
import { ladderBetween, type Told } from '#worker/exchange/ladder.ts';
import { Steps } from '#worker/exchange/steps.ts';
import { Journeys } from '#worker/packets/journeys.ts';
import type { Lab } from './lab.ts';

/** What is known of one conversation of a trace, all of it read. */
export function toldOf(
  trace: TraceStore,
  journeys: Journeys,
  conversation: Conversation,
  cursor = trace.length,
): Told & { conversation: Conversation } {
  const exchange = new Exchange(trace, journeys, conversation);
  exchange.catchUp(trace.length);
  const now = cursor === 0 ? 0 : trace.time(Math.min(cursor, trace.length));
  return { trace, journeys, exchange, steps: new Steps(trace, conversation), cursor, conversation, now };
}

/** The ladder of a conversation, or the stretch of it between two heights. */
export function ladderAt(
  trace: TraceStore,
  journeys: Journeys,
  conversation: Conversation,
  cursor: number,
  spacing: LadderSpacing = { kind: 'even' },
  from = 0,
  to = Infinity,
): Ladder {
  return ladderBetween(toldOf(trace, journeys, conversation, cursor), spacing, from, to);
}

/** The same of the one conversation of a lab (`udp`: of datagrams), as it stands at `cursor`. */
export function onlyTalk(network: Lab, cursor?: number, protocol: 'tcp' | 'udp' = 'tcp') {
  const { trace } = network.timeline;
  const conversations = new Conversations(trace, protocol);
  const [row] = conversations.list(trace.length);
  const told = toldOf(trace, new Journeys(trace), conversations.find(row!.id)!, cursor);
  return { ...told, timeline: network.timeline };
}
