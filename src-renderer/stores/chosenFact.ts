import { shallowRef, watch } from 'vue';
import { defineStore } from 'pinia';
import type { FactRow } from '#contract/shapes.ts';
import { latest } from './latest.ts';
import { newestHop, usePackets } from './packets.ts';
import { useSelection } from './selection.ts';
import { useSession } from './session.ts';
import { useTrace } from './trace.ts';

/**
 * What belongs to a choice, wherever it was made: a chosen packet is part of a conversation and stands in the list of
 * events, a chosen event happened at a device at a moment. So each view finds what was chosen in another.
 */
export const useChosenFact = defineStore('chosenFact', () => {
  const selection = useSelection();
  const session = useSession();
  const trace = useTrace();
  const packets = usePackets();
  /** The event chosen; null: none is, or it is not known any more. */
  const row = shallowRef<FactRow | null>(null);

  const readRow = latest(async () => {
    const { fact } = selection;
    row.value = fact === null ? null : await trace.fact(fact);
  });
  watch([() => selection.fact, () => session.history], readRow, { immediate: true });

  /** The conversation comes with its packet: of one that is part of none, the conversation looked at stays. */
  const findConversation = latest(async () => {
    const { packet } = selection;
    if (packet === null) return;
    const found = await session.host?.call('conversations.of', { packet }).catch(() => null);
    if (found && found.id !== null && selection.packet === packet) selection.conversation = found.id;
  });
  watch(() => selection.packet, findConversation, { immediate: true });

  /** A packet chosen on the map, or as the answer to another, is chosen by its last sending before the cursor. */
  const findFact = latest(async () => {
    const { packet, frame, fact } = selection;
    if (packet === null || fact !== null) return;
    const found = await packets.find({ packet, frame });
    if (selection.packet !== packet || selection.frame !== frame || selection.fact !== null) return;
    selection.fact = (found && newestHop(found, frame, session.now?.cursor ?? 0)?.seq) ?? null;
  });
  watch([() => selection.packet, () => selection.frame, () => selection.fact], findFact, { immediate: true });

  return { row };
});
