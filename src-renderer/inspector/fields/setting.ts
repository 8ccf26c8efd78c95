import { formatDelay, readDelay, readWhole } from './notation.ts';

/** One row of a table of settings, as a form needs it; the tables themselves are the engine's. */
export interface Setting {
  readonly kind: 'whole' | 'time' | 'flag' | 'choice';
  /** Of a choice: what there is to choose; else words that may stand in place of a number. */
  readonly words?: readonly string[];
  /** May also be "not set", typed as `-`. */
  readonly orNull?: true;
}

/** Settings under one heading. */
export interface SettingGroup {
  readonly group: string;
  readonly names: readonly string[];
}

/** What a person typed: a value, `undefined` for "as the profile says" (nothing typed), or null when it means nothing. */
export function readSetting(statement: Setting, text: string): { value: unknown } | null {
  const trimmed = text.trim();
  if (trimmed === '') return { value: undefined };
  if (trimmed === '-' && statement.orNull === true) return { value: null };
  if (statement.words?.includes(trimmed)) return { value: trimmed };
  const value = statement.kind === 'time' ? readDelay(trimmed) : readWhole(trimmed);
  return value === null ? null : { value };
}

/** A value as it is typed. */
export function writeSetting(statement: Pick<Setting, 'kind'>, value: unknown): string {
  if (value === null) return '-';
  return statement.kind === 'time' && typeof value === 'number' ? formatDelay(value) : String(value);
}
