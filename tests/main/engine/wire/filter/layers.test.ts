import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY } from '#engine/wire/ethernet.ts';
import { explain, type ExplainedField } from '#engine/wire/explain.ts';
import { Frame } from '#engine/wire/frame.ts';
import { FILTER_FIELDS } from '#engine/wire/filter/fields.ts';
import { LAYER, LAYER_NAMES, Layers } from '#engine/wire/filter/layers.ts';
import { numbersOf } from '#engine/wire/filter/sources.ts';
import * as samples from '../samples.ts';

const seed = 20261122;
const frames = Object.values(samples).filter((sample) => sample instanceof Uint8Array);

/** Names `explain` has for layers, as the filter calls them. */
const NAMES: Readonly<Record<string, string>> = { ethernet: 'eth', ipv4: 'ip' };

const anything = fc.oneof(
  fc.uint8Array({ maxLength: 200, size: 'max' }),
  fc
    .record({
      sample: fc.constantFrom(...frames),
      changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
      length: fc.nat(),
    })
    .map(({ sample, changes, length }) => {
      const bytes = sample.slice(0, 1 + (length % sample.length));
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      return bytes;
    }),
);

function flat(fields: readonly ExplainedField[]): ExplainedField[] {
  return fields.flatMap((one) => [one, ...flat(one.fields ?? [])]);
}

describe('The layers a filter finds', () => {
  it(`are those that are explained, wherever the head ends (seed ${seed})`, () => {
    const layers = new Layers();
    fc.assert(
      fc.property(anything, fc.nat(), (bytes, cut) => {
        const at = cut % (bytes.length + 1);
        layers.find(new Frame(1, 1, bytes.subarray(0, at), bytes.subarray(at), 0), true);
        const explained = explain(bytes).map(({ protocol, from, to }) => ({
          name: NAMES[protocol] ?? protocol,
          from,
          to,
        }));
        for (const name of LAYER_NAMES) {
          if (name === 'frame') continue;
          const count = layers.count(LAYER[name]);
          const found = Array.from({ length: count }, (_, place) => ({
            name,
            from: layers.from(LAYER[name], place),
            to: layers.to(LAYER[name], place),
          }));
          // Of one protocol the first four are noted: a frame of nothing but tags has more.
          expect(found).toEqual(explained.filter((one) => one.name === name).slice(0, 4));
        }
      }),
      { seed, numRuns: 3000 },
    );
  });

  it(`give every field of a header the values that are explained (seed ${seed})`, () => {
    const layers = new Layers();
    const headers = [...FILTER_FIELDS.values()].filter(
      ({ origin, name }) => origin.from === 'header' && name !== 'eth.type',
    );
    fc.assert(
      fc.property(anything, (bytes) => {
        layers.find(new Frame(1, 1, bytes, EMPTY, 0), false);
        const all = explain(bytes).flatMap(({ fields }) => flat(fields));
        for (const field of headers) {
          const values: number[] = [];
          numbersOf(field).some(layers, (value) => {
            values.push(value);
            return false;
          });
          const shown = all.filter(({ key }) => key === field.words).map(({ value }) => value);
          expect(`${field.name} ${values.join()}`).toBe(`${field.name} ${shown.slice(0, 4).join()}`);
        }
      }),
      { seed, numRuns: 500 },
    );
  });
});
