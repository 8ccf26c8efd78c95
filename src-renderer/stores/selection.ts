import { ref } from 'vue';
import { defineStore } from 'pinia';

/** What an inspector can be of. */
export type Inspected = 'thing' | 'packet' | 'conversation' | 'why';

/** How a packet is looked at. */
export type PacketView = 'headers' | 'layout' | 'hops' | 'layers';

/** What the person has chosen. One selection for every panel: a packet chosen anywhere is chosen everywhere. */
export const useSelection = defineStore('selection', () => {
  /** Ids of records on the drawing: devices, cables, notes. */
  const things = ref<string[]>([]);
  /** A journey: the same number for every rewriting of one packet. */
  const packet = ref<number | null>(null);
  /** The very bytes looked at: one frame of that packet. */
  const frame = ref<number | null>(null);
  /** Sequence number of the fact it was chosen by. */
  const fact = ref<number | null>(null);
  /** Id of a TCP conversation. */
  const conversation = ref<string | null>(null);
  /** What the inspector shows: the sort of thing chosen last, or what the person turned to. */
  const inspected = ref<Inspected>('thing');

  /** How the packet is shown: the next one is shown in the same way. */
  const packetView = ref<PacketView>('headers');

  function chooseThings(ids: readonly string[]): void {
    things.value = [...ids];
    if (ids.length > 0) inspected.value = 'thing';
  }
  function toggleThing(id: string): void {
    chooseThings(things.value.includes(id) ? things.value.filter((other) => other !== id) : [...things.value, id]);
  }
  /** Chooses a packet by one of its frames (0 or null: any) and, when it came from a row, by the fact of that row. */
  function choosePacket(nextPacket: number | null, nextFrame: number | null, nextFact: number | null = null): void {
    packet.value = nextPacket || null;
    frame.value = nextFrame || null;
    fact.value = nextFact;
    if (packet.value !== null) inspected.value = 'packet';
  }
  /** Chooses a packet by a segment of the conversation looked at, which stays in view. */
  function chooseSegment(nextPacket: number, nextFact: number): void {
    choosePacket(nextPacket, null, nextFact);
    inspected.value = 'conversation';
  }
  /** Chooses a conversation as a whole: a packet of another one is let go. */
  function chooseConversation(id: string | null): void {
    if (id !== conversation.value) choosePacket(null, null);
    conversation.value = id;
    if (id !== null) inspected.value = 'conversation';
  }
  function clear(): void {
    things.value = [];
    choosePacket(null, null);
    conversation.value = null;
  }

  return {
    things,
    packet,
    frame,
    fact,
    conversation,
    inspected,
    packetView,
    chooseThings,
    toggleThing,
    choosePacket,
    chooseSegment,
    chooseConversation,
    clear,
  };
});
