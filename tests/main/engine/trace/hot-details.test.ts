import { expect, test } from 'vitest';
import { hotDetail, HOT_KINDS } from '#engine/trace/hot-details.ts';
import { kindCode, KINDS } from '#engine/trace/kinds.ts';
import { TraceStore } from '#engine/trace/store.ts';

const BLOCK = 8192;

test.each(HOT_KINDS.map(([kind]) => kind))(
  'the hot detail of %s has the parameters of its kind, in their order',
  (kind) => {
    const { keys, texts } = hotDetail(kindCode(kind))!;
    const parameters = Object.entries(KINDS[kind]);
    expect(keys).toEqual(parameters.map(([name]) => name));
    expect(texts).toEqual(parameters.map(([, type]) => type === 'text'));
  },
);

test.each(HOT_KINDS.map(([kind]) => kind))(
  'a detail of %s comes back from the archive as it was, odd numbers and missing parameters included',
  (kind) => {
    const { keys, texts } = hotDetail(kindCode(kind))!;
    const detailOf = (seq: number) =>
      Object.fromEntries(
        keys
          .map(
            (key, at) =>
              [key, texts[at] === true ? `${key}${seq % 7}` : [seq * 1000, 2 ** 32 - seq, 0.5, -0][seq % 4]!] as const,
          )
          .filter((_, at) => seq % 11 !== at),
      );
    const trace = new TraceStore();
    for (let seq = 1; seq <= BLOCK + 300; seq++) {
      trace.append(seq, kindCode(kind), seq, seq, 1, 0, 0, 0, 0, 0, 0, detailOf(seq));
    }
    for (let seq = 1; seq <= BLOCK + 300; seq += 13) expect(trace.detail(seq)).toEqual(detailOf(seq));
  },
);

test('facts that take the place of others in a block half packed are those that are kept', () => {
  const trace = new TraceStore();
  const kind = kindCode('tcp.rtt');
  const detail = (measured: number) => ({ connection: 'a-b', measured, srtt: 1, rto: 2 });
  for (let seq = 1; seq <= 1000; seq++) trace.append(seq, kind, seq, seq, 1, 0, 0, 0, 0, 0, 0, detail(seq));
  trace.cut(700, 0);
  for (let seq = 701; seq <= BLOCK + 1; seq++) trace.append(seq, kind, 2 * seq, seq, 1, 0, 0, 0, 0, 0, 0, detail(-seq));
  expect([trace.time(700), trace.detail(700)['measured']]).toEqual([700, 700]);
  expect([trace.time(701), trace.detail(701)['measured']]).toEqual([1402, -701]);
  expect([trace.time(900), trace.detail(900)['measured']]).toEqual([1800, -900]);
});
