/** What a person likes, kept by the host: values under names. What a value means only the window knows. */
import * as v from 'valibot';

/** Most characters of one value as JSON, and most values, so that the file stays small. */
export const LONGEST_PREFERENCE = 16_384;
export const MOST_PREFERENCES = 200;

/** A value that JSON can say. */
export type PreferenceValue =
  string | number | boolean | null | PreferenceValue[] | { [name: string]: PreferenceValue };

/** A name in lower case with dots between its levels: `panel.left`, `canvas.show.addresses`. */
const preferenceName = v.pipe(v.string(), v.maxLength(64), v.regex(/^[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*){0,3}$/));
const anyValue: v.GenericSchema<PreferenceValue> = v.lazy(() =>
  v.union([
    v.string(),
    v.pipe(v.number(), v.finite()),
    v.boolean(),
    v.null(),
    v.array(anyValue),
    v.record(v.string(), anyValue),
  ]),
);
const preferenceValue = v.pipe(
  anyValue,
  v.check((value) => JSON.stringify(value).length <= LONGEST_PREFERENCE),
);
const values = v.pipe(
  v.record(preferenceName, preferenceValue),
  v.check((all) => Object.keys(all).length <= MOST_PREFERENCES),
);
export type PreferenceValues = Record<string, PreferenceValue>;

/** What of an object read from a disk are preferences; the rest is left out. */
export function sensible(read: object): PreferenceValues {
  const good = Object.entries(read).filter(
    ([name, value]) => v.is(preferenceName, name) && v.is(preferenceValue, value),
  );
  return Object.fromEntries(good.slice(0, MOST_PREFERENCES)) as PreferenceValues;
}

export const PREFERENCE_CALLS = {
  /** All values kept. `kept` false: this machine keeps nothing, they last as long as the host. */
  'preferences.read': { parameters: v.object({}), result: v.object({ values, kept: v.boolean() }) },
  /** Puts some values and removes others; the rest stay. Refused (`preferences.too-many`) beyond `MOST_PREFERENCES`. */
  'preferences.write': {
    parameters: v.object({
      put: values,
      remove: v.pipe(v.array(preferenceName), v.maxLength(MOST_PREFERENCES)),
    }),
    result: v.object({}),
  },
} as const;
