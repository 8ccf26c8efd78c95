import type { Layers } from './layers.ts';

/** What is known of a fact under one name: one value, several, or none. */
export type FactValue = string | number | readonly string[] | null;

/**
 * A compiled filter as a tree of tests. A test asks the bytes of the frame or what the trace says of the fact, never both:
 * so whoever asks it of a million facts can remember what it said of a frame, and look at columns first.
 */
export type Test =
  | { readonly kind: 'all' | 'any'; readonly tests: readonly Test[] }
  /** Exactly one of the two. Each is asked once: written with the others, a row of them would take twice as long with each one more. */
  | { readonly kind: 'one'; readonly left: Test; readonly right: Test }
  | { readonly kind: 'not'; readonly test: Test }
  | { readonly kind: 'frame'; readonly holds: (layers: Layers) => boolean }
  | { readonly kind: 'fact'; readonly fact: string; readonly holds: (value: FactValue) => boolean };

/** Both, with what lies next to each other put together: bytes are asked last, by one test. */
export function join(kind: 'all' | 'any', one: Test, other: Test): Test {
  const parts = [one, other].flatMap((test) => (test.kind === kind ? test.tests : [test]));
  const frames = parts.flatMap((test) => (test.kind === 'frame' ? [test.holds] : []));
  const rest: Test[] = parts.filter((test) => test.kind !== 'frame');
  rest.sort((a, b) => Number(a.kind !== 'fact') - Number(b.kind !== 'fact'));
  if (frames.length > 0) rest.push({ kind: 'frame', holds: kind === 'all' ? every(frames) : some(frames) });
  return rest.length === 1 ? rest[0]! : { kind, tests: rest };
}

/** Exactly one of the two. */
export function differ(left: Test, right: Test): Test {
  if (left.kind !== 'frame' || right.kind !== 'frame') return { kind: 'one', left, right };
  const [one, other] = [left.holds, right.holds];
  return { kind: 'frame', holds: (layers) => one(layers) !== other(layers) };
}

export function negate(test: Test): Test {
  if (test.kind === 'not') return test.test;
  if (test.kind !== 'frame') return { kind: 'not', test };
  const { holds } = test;
  return { kind: 'frame', holds: (layers) => !holds(layers) };
}

function every(tests: readonly ((layers: Layers) => boolean)[]): (layers: Layers) => boolean {
  const [one, other] = tests;
  if (tests.length === 1) return one!;
  if (tests.length === 2) return (layers) => one!(layers) && other!(layers);
  return (layers) => tests.every((test) => test(layers));
}

function some(tests: readonly ((layers: Layers) => boolean)[]): (layers: Layers) => boolean {
  const [one, other] = tests;
  if (tests.length === 1) return one!;
  if (tests.length === 2) return (layers) => one!(layers) || other!(layers);
  return (layers) => tests.some((test) => test(layers));
}
