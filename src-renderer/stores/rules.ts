import { computed, ref } from 'vue';
import { defineStore } from 'pinia';
import type { RuleStanding } from '#contract/touch.ts';
import { newRule } from '#document/edits.ts';
import type { RuleRecord } from '#document/records.ts';
import { useDocument } from './document.ts';
import { follow } from './follow.ts';
import { filterLike } from './likeness.ts';
import { useSelection } from './selection.ts';
import { useSession } from './session.ts';
import type { Flight } from './touch.ts';

/** The rules of the cables: records of the drawing, and how they stand at the cursor. */
export const useRules = defineStore('rules', () => {
  const drawing = useDocument();
  const selection = useSelection();
  const session = useSession();
  const rules = computed(() =>
    [...drawing.records.values()].filter((record): record is RuleRecord => record.type === 'rule'),
  );
  /** The rule whose form is open. */
  const opened = ref<string | null>(null);
  /** The rule that was just added: its form takes the keyboard when it is there. */
  const begun = ref<string | null>(null);

  const answer = follow('rules.view', () => (rules.value.length === 0 ? null : { cable: null }));
  const standing = computed(
    () => new Map<string, RuleStanding>((answer.value?.rules ?? []).map((one) => [one.id, one])),
  );

  /** The rules of a cable, in the order in which they were made. */
  const of = (cable: string): RuleRecord[] => rules.value.filter((rule) => rule.cable === cable);

  /** Adds a rule to a cable, and opens it in the inspector. `some`: what of it is known already. */
  function add(cable: string, some: Partial<Pick<RuleRecord, 'direction' | 'filter'>> = {}): void {
    const rule = { ...newRule(cable, '-', drawing.records), ...some };
    const named = { ...rule, name: rule.id };
    if (!drawing.change('rule', (draft) => draft.put(named))) return;
    opened.value = begun.value = named.id;
    selection.chooseThings([cable]);
  }

  /** Adds a rule to the cable a packet is on, for packets like that one. */
  async function addLike({ cable, direction, frame }: Flight): Promise<void> {
    const view = await session.ask('trace.frame', { frame });
    if (view) add(cable, { direction: direction === 0 ? 'a-to-b' : 'b-to-a', filter: filterLike(view.bytes) });
  }

  return { rules, opened, begun, standing, of, add, addLike };
});
