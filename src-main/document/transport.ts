import { TCP_SETTINGS, type SettingStatement, type TransportSettings } from '#engine/transport/settings.ts';
import { choice, flag, nullable, object, optional, whole, type Check } from './check.ts';

export { TCP_SETTINGS };
export type { SettingStatement };

/** The check of one setting, as a table states it. */
export function settingCheck({
  kind,
  minimum = 0,
  maximum = 0,
  words = [],
  orNull,
}: Omit<SettingStatement, 'standard' | 'linux'>): Check<unknown> {
  const plain = kind === 'flag' ? flag : kind === 'choice' ? choice(words) : numberOr(words, whole(minimum, maximum));
  return orNull === true ? nullable(plain) : plain;
}

/** A number, or one of a few words in its place. */
function numberOr(words: readonly string[], within: Check<number>): Check<unknown> {
  const word = choice(words);
  return (value, place) => (typeof value === 'string' && words.length > 0 ? word(value, place) : within(value, place));
}

/** The transport settings of a device, as the engine's own table states them. */
export const transport: Check<TransportSettings> = object({
  profile: optional(choice(['standard', 'linux'])),
  ...Object.fromEntries(
    Object.entries(TCP_SETTINGS).map(([name, statement]) => [name, optional(settingCheck(statement))]),
  ),
});
