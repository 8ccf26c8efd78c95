import { compileFilter, isBlank, type Filter, type FilterFault, type FilterSubject } from '../wire/filter/filter.ts';
import type { RuleSettings } from './rule.ts';

/** What is known of a frame that is being put on a cable, besides its bytes: as filters call it: `hop.cable`, …, `frame.number`, `frame.time`. */
export const RULE_FACTS = ['cable', 'device', 'port', 'packet', 'frame', 'time'] as const;

/** Compiled filters by their settings, which never change: nothing of it is part of a world. Null: all frames are meant. */
const compiled = new WeakMap<RuleSettings, Filter | null>();

/** What is wrong with the filter of a rule: its text, or that it asks (`asks`, as written) what only a fact can tell; null: nothing. */
export function faultOfFilter(text: string): FilterFault | { asks: string } | null {
  if (isBlank(text)) return null;
  const read = compileFilter(text);
  if ('fault' in read) return read.fault;
  const asks = [...read.filter.facts].find((name) => !(RULE_FACTS as readonly string[]).includes(name));
  if (asks === undefined) return null;
  return { asks: `hop.${asks === 'seq' ? 'number' : asks.replace(/^detail\./, '')}` };
}

/** Whether the filter of a rule lets a frame through. One that cannot be understood lets none through. */
export function letsThrough(settings: RuleSettings, subject: FilterSubject): boolean {
  let filter = compiled.get(settings);
  if (filter === undefined) {
    const read = isBlank(settings.filter) ? null : compileFilter(settings.filter);
    if (read !== null && 'fault' in read) return false;
    filter = read === null ? null : read.filter;
    compiled.set(settings, filter);
  }
  return filter === null || filter.matches(subject);
}
