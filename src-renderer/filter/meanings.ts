import { useI18n } from 'vue-i18n';
import type { FilterFault } from '#engine/wire/filter/filter.ts';
import type { FilterSuggestion } from '#engine/wire/filter/completion.ts';
import { FILTER_FIELDS } from '#engine/wire/filter/fields.ts';

/** Operators by the name their words have in the locales. */
const OPERATORS: Readonly<Record<string, string>> = {
  '==': 'equal',
  '!=': 'different',
  '<': 'less',
  '>': 'more',
  '<=': 'at-most',
  '>=': 'at-least',
  contains: 'contains',
  in: 'in',
  '&': 'bits',
  '&&': 'and',
  '||': 'or',
  '{': 'list',
  ',': 'next',
  '}': 'end',
};

/** The language's words for what the filter language is made of. */
export function useMeanings(): {
  /** One line about a suggestion; empty where it says enough itself. */
  ofSuggestion(suggestion: FilterSuggestion): string;
  /** What is wrong, as one sentence. */
  ofFault(fault: FilterFault): string;
} {
  const { t, te } = useI18n();

  function ofField(name: string): string {
    const key = (FILTER_FIELDS.get(name)?.words ?? name).replaceAll('.', '_');
    const own = `filters.fields.${key}`;
    if (te(own) || te(own, 'en')) return t(own);
    return `${t(`fields.${key}.name`)} · ${t(`fields.${key}.means`)}`;
  }

  function ofSuggestion({ kind, insert, field, number }: FilterSuggestion): string {
    if (kind === 'field') return ofField(field);
    if (kind === 'operator') return t(`filters.operators.${OPERATORS[insert] ?? 'equal'}`);
    if (number !== '') return `= ${number}`;
    return field === 'hop.reason' && te(`reason.${insert}`) ? t(`reason.${insert}`) : '';
  }

  function ofFault({ name, parameters }: FilterFault): string {
    const said: Record<string, string | number> = { ...parameters };
    if (parameters['expected'] !== undefined && te(`filters.expected.${parameters['expected']}`, 'en')) {
      said['expected'] = t(`filters.expected.${parameters['expected']}`);
    }
    if (parameters['type'] !== undefined) said['type'] = t(`filters.types.${parameters['type']}`);
    return t(`filters.faults.${name.slice('filter.'.length)}`, said);
  }

  return { ofSuggestion, ofFault };
}
