import { computed, watch, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { ConversationEnd } from '#contract/conversation.ts';
import type { ConversationRow } from '#contract/shapes.ts';
import { useSentences } from '../locales/sentences.ts';
import { follow } from '../stores/follow.ts';
import { useSelection } from '../stores/selection.ts';

/** The conversation looked at, and the words for its ends. */
export interface Chosen {
  conversations: ComputedRef<readonly ConversationRow[]>;
  row: ComputedRef<ConversationRow | null>;
  /** What a person calls the device of an end. */
  endName(end: ConversationEnd): string;
  /** `10.0.0.1:49152`. */
  endpoint(end: ConversationEnd): string;
}

/** The conversations there are at the cursor, and the chosen one: the newest until a person chooses. */
export function useChosenConversation(): Chosen {
  const { t } = useI18n();
  const { name } = useSentences();
  const selection = useSelection();
  const list = follow('conversations.list', () => ({}));
  const conversations = computed(() => list.value?.conversations ?? []);
  const row = computed(() => conversations.value.find(({ id }) => id === selection.conversation) ?? null);

  // One that is gone (another future) makes room too. A stream is what one comes for: datagrams are looked at on request.
  watch(
    conversations,
    (all) => {
      if (all.length === 0 || row.value !== null) return;
      selection.conversation = (all.findLast(({ protocol }) => protocol === 'tcp') ?? all.at(-1)!).id;
    },
    { immediate: true },
  );

  return {
    conversations,
    row,
    endName(end) {
      const device = end === 'client' ? row.value?.clientDevice : row.value?.serverDevice;
      return device === null || device === undefined ? t('conversations.unknownDevice') : name(device);
    },
    endpoint: (end) => (end === 'client' ? row.value?.client : row.value?.server) ?? '',
  };
}
