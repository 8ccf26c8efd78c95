import type { TraceStore } from '#engine/trace/store.ts';
import type { Conversations } from './conversations.ts';

/**
 * Ids of the conversations that facts are part of, as in `list`; null: of none. What its ends did and what its packets met on
 * their way are part of it, whatever addresses a translator has given them in between.
 */
export function conversationsOf(
  facts: readonly number[],
  trace: TraceStore,
  { conversations, datagrams }: Record<'conversations' | 'datagrams', Conversations>,
): (string | null)[] {
  const { length } = trace;
  return facts.map((seq) => {
    const packet = trace.packet(seq);
    // The packet goes first: one of an older conversation may reach an end that is in another by now.
    const sent = packet === 0 ? null : (conversations.ofPacket(packet, length) ?? datagrams.ofPacket(packet, length));
    return sent ?? conversations.partOf(seq) ?? datagrams.partOf(seq);
  });
}
