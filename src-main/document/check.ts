import { formatAddress, formatMac, networkOf, parseAddress, parseMac } from '#engine/wire/address.ts';
import { problem, type Problem, type ProblemName } from './problem.ts';

/** Where a check stands: the record, the path inside it, and the problems found so far. */
export class Place {
  readonly record: string;
  readonly field: string;
  readonly problems: Problem[];

  constructor(record: string, field: string, problems: Problem[]) {
    this.record = record;
    this.field = field;
    this.problems = problems;
  }

  /** A field of what stands here. */
  at(field: string): Place {
    return new Place(this.record, this.field === '' ? field : `${this.field}.${field}`, this.problems);
  }
  /** An element of the list that stands here. */
  element(index: number): Place {
    return new Place(this.record, `${this.field}[${index}]`, this.problems);
  }
  /** Notes a problem, and answers in place of a value. */
  report(name: ProblemName, parameters: Record<string, string | number> = {}): undefined {
    this.problems.push(problem(name, { record: this.record, field: this.field, ...parameters }));
    return undefined;
  }
}

/**
 * Reads one value of a file. Returns a clean copy that holds nothing but what it knows, or `undefined` after having
 * reported why not.
 */
export type Check<T> = (value: unknown, place: Place) => T | undefined;

/** A field that may be left out. */
export interface Optional<T> {
  optional: Check<T>;
}
type Fields = Record<string, Check<unknown> | Optional<unknown>>;

/** Text of `least` … `most` characters. */
export function text(least: number, most: number): Check<string> {
  return (value, place) => {
    if (typeof value !== 'string') return place.report('wrong-type', { expected: 'string' });
    if (value.length > most) return place.report('too-long', { most });
    return value.length < least ? place.report('bad-name') : value;
  };
}

/** A name: 1 … `most` characters, not only blanks, none of them a control character. */
export function name(most: number): Check<string> {
  const within = text(1, most);
  return (value, place) => {
    const found = within(value, place);
    if (found === undefined) return undefined;
    // Control characters, and the marks that turn the direction of writing, would make a name read as another.
    return found.trim() === '' || /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u.test(found)
      ? place.report('bad-name')
      : found;
  };
}

/** A whole number. */
export function whole(least: number, most: number): Check<number> {
  return (value, place) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      return place.report('wrong-type', { expected: 'number' });
    }
    if (!Number.isInteger(value)) return place.report('wrong-type', { expected: 'integer' });
    // `+ 0`: minus zero is zero.
    return value < least || value > most ? place.report('out-of-range', { least, most, value }) : value + 0;
  };
}

/** Any finite number. */
export function number(least: number, most: number): Check<number> {
  return (value, place) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      return place.report('wrong-type', { expected: 'number' });
    }
    return value < least || value > most ? place.report('out-of-range', { least, most, value }) : value + 0;
  };
}

/** Yes or no. */
export const flag: Check<boolean> = (value, place) =>
  typeof value === 'boolean' ? value : place.report('wrong-type', { expected: 'boolean' });

/** One of a few words. */
export function choice<const T extends string>(choices: readonly T[]): Check<T> {
  return (value, place) => {
    if (typeof value !== 'string') return place.report('wrong-type', { expected: 'string' });
    const found = choices.find((one) => one === value);
    return found ?? place.report('unknown-choice', { value: short(value), choices: choices.join(', ') });
  };
}

/** A dotted IPv4 address, rewritten in its one usual form. */
export const address: Check<string> = (value, place) => {
  if (typeof value !== 'string') return place.report('wrong-type', { expected: 'string' });
  const parsed = parseAddress(value);
  return parsed === null ? place.report('bad-address', { value: short(value) }) : formatAddress(parsed);
};

/** The MAC address of one adapter, rewritten in its usual form: not a group address, not all zeros (IEEE 802 §8.2). */
export const mac: Check<string> = (value, place) => {
  if (typeof value !== 'string') return place.report('wrong-type', { expected: 'string' });
  const parsed = parseMac(value);
  const usable = parsed !== null && parsed !== 0 && Math.floor(parsed / 2 ** 40) % 2 === 0;
  return usable ? formatMac(parsed) : place.report('bad-mac', { value: short(value) });
};

/** Network address of `address` under `prefix`, both valid. */
export function networkText(dotted: string, prefix: number): string {
  return formatAddress(networkOf(parseAddress(dotted)!, prefix));
}

export function nullable<T>(check: Check<T>): Check<T | null> {
  return (value, place) => (value === null ? null : check(value, place));
}

export function optional<T>(check: Check<T>): Optional<T> {
  return { optional: check };
}

/** A list of at most `most`. */
export function list<T>(check: Check<T>, most: number): Check<T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) return place.report('wrong-type', { expected: 'array' });
    if (value.length > most) return place.report('too-many', { count: value.length, most });
    const found: T[] = [];
    for (let i = 0; i < value.length; i++) {
      const one = check(value[i], place.element(i));
      if (one !== undefined) found.push(one);
    }
    return found.length === value.length ? found : undefined;
  };
}

/** A list of exactly two. */
export function pair<T>(check: Check<T>): Check<[T, T]> {
  const both = list(check, 2);
  return (value, place) => {
    const found = both(value, place);
    if (found === undefined) return undefined;
    return found.length === 2 ? [found[0]!, found[1]!] : place.report('wrong-type', { expected: 'array (2)' });
  };
}

/**
 * An object with exactly these fields, in this order in the copy.
 *
 * A field nobody knows is refused, not dropped and not carried along: a new field always comes with a new version of the
 * format, so here it can only be a slip of the pen (`gatway`), and a setting without effect would be hard to find.
 */
export function object<T>(fields: Fields): Check<T> {
  return (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return place.report('wrong-type', { expected: 'object' });
    }
    const given = value as Record<string, unknown>;
    const before = place.problems.length;
    const found: Record<string, unknown> = {};
    for (const [field, check] of Object.entries(fields)) {
      const there = Object.hasOwn(given, field) && given[field] !== undefined;
      if (!there) {
        if (typeof check === 'function') place.report('missing-field', { field: place.at(field).field });
        continue;
      }
      const one = (typeof check === 'function' ? check : check.optional)(given[field], place.at(field));
      if (one !== undefined) found[field] = one;
    }
    for (const field of Object.keys(given)) {
      if (!Object.hasOwn(fields, field)) place.report('unknown-field', { field: place.at(short(field)).field });
    }
    return place.problems.length === before ? (found as T) : undefined;
  };
}

/** An object whose `field` says which of several it is. */
export function variant<T>(field: string, variants: Record<string, Check<T>>): Check<T> {
  const names = Object.keys(variants);
  return (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return place.report('wrong-type', { expected: 'object' });
    }
    const given = Object.hasOwn(value, field) ? (value as Record<string, unknown>)[field] : undefined;
    if (given === undefined) return place.report('missing-field', { field: place.at(field).field });
    const chosen = choice(names)(given, place.at(field));
    return chosen === undefined ? undefined : variants[chosen]!(value, place);
  };
}

/** A value as it may stand in a sentence. */
export function short(value: string): string {
  return value.length > 40 ? `${value.slice(0, 39)}…` : value;
}
