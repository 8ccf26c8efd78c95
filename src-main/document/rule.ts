import type { RuleSettings } from '#engine/link/rule.ts';
import { faultOfFilter } from '#engine/link/rule-filter.ts';
import { choice, flag, list, number, object, text, variant, whole, type Check, type Place } from './check.ts';
import { LIMITS } from './limits.ts';
import { problem, type Problem } from './problem.ts';
import type { DocumentRecord, RuleRecord } from './records.ts';

const word = (one: string) => choice([one]);

/** What a rule consists of besides its id, name and cable. */
export const rule = {
  direction: choice(['a-to-b', 'b-to-a', 'both']),
  filter: text(0, LIMITS.filter),
  hits: variant<RuleSettings['hits']>('which', {
    every: object({ which: word('every') }),
    nth: object({ which: word('nth'), ordinals: list(whole(1, 1e9), LIMITS.ordinals) }),
    probability: object({ which: word('probability'), probability: number(0, 1) }),
  }),
  action: variant<RuleSettings['action']>('do', {
    lose: object({ do: word('lose') }),
    delay: object({ do: word('delay'), by: whole(1, 1e12) }),
    duplicate: object({ do: word('duplicate') }),
    corrupt: object({ do: word('corrupt'), bits: whole(1, LIMITS.flippedBits) }),
    mark: object({ do: word('mark') }),
  }),
  enabled: flag,
} satisfies Record<string, Check<unknown>>;

/** What of one rule its shape does not say: the filter must mean something. */
export function checkRule({ filter }: RuleRecord, place: Place): void {
  const fault = faultOfFilter(filter);
  if (fault === null) return;
  if ('asks' in fault) place.at('filter').report('filter-of-facts', { name: fault.asks });
  // Counted from 1, as people count characters.
  else place.at('filter').report('bad-filter', { value: filter, at: fault.at + 1 });
}

/** Rules and their cables: every rule is about one, and no cable has too many. */
export function checkRules(records: readonly DocumentRecord[], problems: Problem[]): void {
  const cables = new Map<string, number>();
  for (const record of records) if (record.type === 'cable') cables.set(record.id, 0);
  for (const record of records) {
    if (record.type !== 'rule') continue;
    const count = cables.get(record.cable);
    if (count === undefined) problems.push(problem('unknown-cable', { record: record.id, cable: record.cable }));
    else cables.set(record.cable, count + 1);
  }
  for (const [cable, count] of cables) {
    if (count > LIMITS.cableRules) problems.push(problem('too-many-rules', { cable, count, most: LIMITS.cableRules }));
  }
}
