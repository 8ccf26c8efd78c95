import { ref } from 'vue';
import { defineStore } from 'pinia';
import { useSelection } from './selection.ts';
import { useSession } from './session.ts';

/** What a person asks about: the fact of which the causes and effects are shown, whoever showed it. */
export const useWhy = defineStore('why', () => {
  const selection = useSelection();
  const session = useSession();
  /** Number of the fact asked about; null: none yet. */
  const asked = ref<number | null>(null);
  /** Facts asked about before, the last one last: the way back. */
  const before = ref<number[]>([]);
  /** The fact of what the keyboard or the pointer is on, where that is something one can ask about; null: nothing. */
  const pointed = ref<number | null>(null);

  /** Asks why a fact happened and what followed from it, and brings the answer to the front. */
  function ask(fact: number): void {
    if (asked.value !== null && asked.value !== fact) before.value = [...before.value.slice(-49), asked.value];
    asked.value = fact;
    selection.inspected = 'why';
  }

  /** Back to what was asked about before. */
  function back(): void {
    const last = before.value.at(-1);
    if (last === undefined) return;
    before.value = before.value.slice(0, -1);
    asked.value = last;
  }

  /** The fact of what is chosen: of the row it was chosen by, of the frame's leaving, of the newest state; null: nothing is. */
  async function factChosen(): Promise<number | null> {
    if (pointed.value !== null) return pointed.value;
    if (selection.fact !== null) return selection.fact;
    const { host } = session;
    if (!host) return null;
    const { packet, frame, conversation } = selection;
    if (packet !== null) {
      const hops = (await host.call('trace.hops', { packet }).catch(() => null))?.hops ?? [];
      return (hops.find((hop) => hop.frame === frame) ?? hops.at(-1))?.seq ?? null;
    }
    if (conversation === null) return null;
    const path = await host.call('conversations.path', { id: conversation }).catch(() => null);
    const cursor = session.now?.cursor ?? 0;
    const passed = [...(path?.client ?? []), ...(path?.server ?? [])].filter(({ seq }) => seq <= cursor);
    return passed.length === 0 ? null : Math.max(...passed.map(({ seq }) => seq));
  }

  return { asked, before, pointed, ask, back, factChosen };
});
