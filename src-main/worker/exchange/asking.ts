import { refusal } from '#contract/problems.ts';
import type { Handlers } from '#contract/calls.ts';
import type { Conversation } from '../conversations/conversations.ts';
import type { Later } from '../wall-clock.ts';
import type { Simulation } from '../simulation.ts';
import { ladderBetween, ofBoth, placeOfPacket } from './ladder.ts';
import { momentOf, placeOfEnd } from './moment.ts';
import { pathOf } from './path.ts';
import { pointsOf, seriesOf } from './series.ts';
import { findInStream, streamWindow } from './stream.ts';

/** How far a plot reaches, as a multiple of the time from the first segment to the last. */
const ROOM_AFTER = 1.06;

/** The calls about conversations. */
export type AboutConversations = Pick<Handlers, Extract<keyof Handlers, `conversations.${string}`>>;

/** Answers about conversations of the history that `current` gives, as they stand at its cursor. */
export function aboutConversations(current: (branch?: string) => Simulation, later: Later): AboutConversations {
  /** What is known of one conversation, once everything it needs was read. */
  const known = async (id: string, branch: string | undefined) => {
    const one = current(branch);
    await one.ready();
    const conversation = find(one, id);
    if (conversation === null) throw refusal('conversation.unknown', { conversation: id });
    const { exchange, steps } = await one.exchanges.of(conversation);
    const { timeline, journeys } = one;
    const { trace, cursor, now } = timeline;
    const sending = (packet: number) => one.conversations.sendingOf(packet) || one.datagrams.sendingOf(packet);
    return { sending, timeline, trace, journeys, exchange, steps, conversation, cursor, now };
  };

  return {
    'conversations.list': async ({ branch }) => {
      const one = current(branch);
      await one.ready();
      const { cursor } = one.timeline;
      const rows = [...one.conversations.list(cursor), ...one.datagrams.list(cursor)];
      return { conversations: rows.sort((a, b) => Number(a.id) - Number(b.id)) };
    },
    'conversations.of': async ({ packet, branch }) => {
      const one = current(branch);
      await one.ready();
      const { cursor } = one.timeline;
      return { id: one.conversations.ofPacket(packet, cursor) ?? one.datagrams.ofPacket(packet, cursor) };
    },
    'conversations.ladder': async ({ id, spacing, from, to, branch }) =>
      ladderBetween(await known(id, branch), spacing, from, to),
    'conversations.place': async ({ id, packet, spacing, branch }) => ({
      place: placeOfPacket(await known(id, branch), packet, spacing),
    }),
    'conversations.moment': async ({ id, branch }) => {
      const { timeline, exchange, conversation } = await known(id, branch);
      return ofBoth(conversation, (place) => momentOf(timeline, exchange, place));
    },
    'conversations.path': async ({ id, branch }) => {
      const { trace, conversation } = await known(id, branch);
      return ofBoth(conversation, (place) => pathOf(trace, conversation, place));
    },
    'conversations.series': async ({ id, end, what, from, until, points, branch }) => {
      const { trace, journeys, exchange, conversation } = await known(id, branch);
      const start = trace.time(conversation.first);
      // A connection that is silent, in TIME-WAIT above all, would press all it said against the left edge.
      const stop = start + Math.max(1, Math.round((exchange.lastSegment - start) * ROOM_AFTER));
      const place = placeOfEnd(conversation, end);
      const [first, last] = [from ?? start, Math.max((from ?? start) + 1, until ?? stop)];
      return { start, stop, lines: seriesOf(trace, journeys, exchange, place, what, first, last, points) };
    },
    'conversations.points': async ({ id, end, what, packet, branch }) => {
      const { trace, journeys, exchange, conversation, sending } = await known(id, branch);
      const received = [...journeys.facts(packet, trace.length)].filter((seq) => trace.kind(seq).endsWith('.received'));
      const sent = sending(packet);
      const facts = sent === 0 ? received : [sent, ...received];
      return { lines: pointsOf(trace, journeys, exchange, placeOfEnd(conversation, end), what, packet, facts) };
    },
    'conversations.stream': async ({ id, of, from, count, branch }) =>
      streamWindow(await known(id, branch), of, from, count),
    'conversations.find': async ({ id, of, bytes, from, direction, branch }) => ({
      at: await findInStream(await known(id, branch), of, bytes, from, direction, later),
    }),
  };
}

function find({ conversations, datagrams }: Simulation, id: string): Conversation | null {
  return conversations.find(id) ?? datagrams.find(id) ?? null;
}
