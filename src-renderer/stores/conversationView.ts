import { ref } from 'vue';
import { defineStore } from 'pinia';

/** What the large view of a conversation shows. */
export const CONVERSATION_TABS = ['ladder', 'states', 'buffers', 'timers', 'plots', 'stream'] as const;
export type ConversationTab = (typeof CONVERSATION_TABS)[number];

/** How conversations are looked at, wherever they are: the same numbers and the same scale in every view. */
export const useConversationView = defineStore('conversation-view', () => {
  /** Whether the large view takes the place of the drawing. */
  const shown = ref(false);
  const tab = ref<ConversationTab>('ladder');
  /** `relative`: numbers counted from each end's first; `absolute`: as they are in the segments. */
  const numbers = ref<'relative' | 'absolute'>('relative');
  const spacing = ref<'even' | 'time'>('even');
  /** How many times as large as at first a ladder by time is. */
  const scale = ref(1);

  /** What had the keyboard when it was opened, and gets it back. */
  let opener: Element | null = null;

  function toggle(): void {
    if (!shown.value) opener = document.activeElement;
    shown.value = !shown.value;
  }
  function giveBack(): void {
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    opener = null;
  }

  return { giveBack, shown, tab, numbers, spacing, scale, toggle };
});
