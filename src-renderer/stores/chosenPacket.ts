import { computed, shallowRef, watch } from 'vue';
import { defineStore } from 'pinia';
import type { PacketView } from '#contract/packets.ts';
import type { FrameView } from '#contract/shapes.ts';
import { everyMove } from './follow.ts';
import { latest } from './latest.ts';
import { usePackets, type PacketChoice } from './packets.ts';
import { usePanels } from './panels.ts';
import { useSelection } from './selection.ts';
import { useSession } from './session.ts';

/**
 * What is known of the chosen packet while the inspector shows it: one question for all of it, asked when the packet is
 * chosen, before any view shows that it is. The answer is on its way meanwhile, or here already.
 */
export const useChosenPacket = defineStore('chosenPacket', () => {
  const selection = useSelection();
  const panels = usePanels();
  const session = useSession();
  const packets = usePackets();
  /** Null: nobody wants to know. */
  const choice = computed<PacketChoice | null>(() => {
    const { packet, frame, inspected } = selection;
    const looked = inspected === 'packet' && panels.of.right.shown;
    return packet === null || !looked ? null : { packet, frame };
  });
  const answer = shallowRef<PacketView | null>(null);
  const refresh = latest(async () => {
    const asked = choice.value;
    // Nothing is waited for that is here: it belongs in the picture that is being made.
    const here = asked && packets.here(asked);
    answer.value = here === undefined && asked ? await packets.find(asked) : (here ?? null);
  });
  watch([choice, everyMove, () => session.history, () => session.host], refresh, { immediate: true });

  /** Where it was, up to the cursor, oldest first. */
  const hops = computed(() => answer.value?.hops ?? []);
  const notes = computed(() => answer.value?.notes ?? []);
  /** The form of it that is looked at: the chosen one, else the newest; null: there is none, or it is not here yet. */
  const frame = computed<FrameView | null>((before) => {
    const found = answer.value?.frame ?? null;
    // The bits of a frame never change: what shows them is left alone.
    return found !== null && isSame(found, before) ? before : found;
  });
  /**
   * The packet all of this is of: for as long as the answer is on its way that of the last one, so that none is shown
   * under the number of another; null: none is chosen.
   */
  const packet = computed(() => (selection.packet === null ? null : (frame.value?.packet ?? selection.packet)));
  /** Number of that form, known before it; null: there is none. */
  const frameId = computed(() =>
    selection.packet === null ? null : (selection.frame ?? frame.value?.frame ?? hops.value.at(-1)?.frame ?? null),
  );

  return { packet, hops, frameId, frame, notes };
});

/** Another history counts its frames anew, and may spoil other bits of them: numbers alone do not tell. */
function isSame(one: FrameView, other: FrameView | null | undefined): other is FrameView {
  return (
    other !== null &&
    other !== undefined &&
    one.frame === other.frame &&
    one.packet === other.packet &&
    one.fcs === other.fcs &&
    one.bytes.length === other.bytes.length &&
    one.bytes.every((byte, at) => byte === other.bytes[at])
  );
}
