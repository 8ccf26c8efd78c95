import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FactReader, FactWriter } from '#engine/trace/archive.ts';
import { BLOCK, FactColumns } from '#engine/trace/columns.ts';
import { Details } from '#engine/trace/details.ts';
import type { Detail } from '#engine/trace/kinds.ts';
import { lab } from '#support/lab.ts';

const SEED = 20261121;

/** One fact as a row: time, step, kind, device, port, cause, frame, packet, value, reason, detail. */
type Row = [number, number, number, number, number, number, number, number, number, number, Detail | undefined];

function columnsOf(rows: readonly Row[]): FactColumns {
  const columns = new FactColumns();
  rows.forEach(([time, step, kind, device, port, cause, frame, packet, value, reason, detail], row) => {
    const { details } = columns;
    columns.time[row] = time;
    columns.step[row] = step;
    columns.kind[row] = kind;
    columns.device[row] = device;
    columns.port[row] = port;
    columns.cause[row] = cause;
    columns.frame[row] = frame;
    columns.packet[row] = packet;
    columns.value[row] = value;
    columns.reason[row] = reason;
    details[row] = detail;
  });
  return columns;
}

function rowsOf(columns: FactColumns, count: number, details: Details): Row[] {
  return Array.from({ length: count }, (_, row) => [
    columns.time[row]!,
    columns.step[row]!,
    columns.kind[row]!,
    columns.device[row]!,
    columns.port[row]!,
    columns.cause[row]!,
    columns.frame[row]!,
    columns.packet[row]!,
    columns.value[row]!,
    columns.reason[row]!,
    columns.detail(row, details),
  ]);
}

const word = fc.oneof(fc.nat(3), fc.nat(0xffff_ffff));
const number = fc.oneof(fc.nat(5), fc.integer({ min: -(2 ** 51), max: 2 ** 51 }));
const parameter = fc.oneof(number, fc.double(), fc.string({ maxLength: 3 }));
const detail = fc.oneof(
  fc.constant(undefined),
  fc.dictionary(fc.constantFrom('a', 'b', 'length', 'mac'), parameter),
  fc.record({ connection: fc.constantFrom('x', 'y'), sequence: fc.nat(9), flags: fc.constantFrom('ACK', 'SYN') }),
  // More parameters than are written one by one.
  fc.constant(Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`p${at}`, at]))),
);
const row: fc.Arbitrary<Row> = fc.tuple(
  fc.oneof(fc.nat(9), fc.nat(2 ** 50)),
  fc.oneof(fc.nat(9), fc.nat(2 ** 50)),
  fc.nat(255),
  word,
  word,
  word,
  word,
  word,
  // Of a value -0 and 0 are the same.
  fc.oneof(number, fc.double()).map((value) => value || Math.abs(value)),
  fc.nat(255),
  detail,
);

describe('the archive of facts', () => {
  it(`gives back any facts, however unlikely (seed ${SEED})`, () => {
    const details = new Details();
    const writer = new FactWriter(details);
    const reader = new FactReader(details);
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), fc.nat(1e9), (rows, first) => {
        const bytes = writer.write(columnsOf(rows), first, rows.length);
        const read = reader.read(bytes, first, rows.length);
        expect(rowsOf(read, rows.length, details)).toEqual(rows);
        // A block that was read is written again after a future was cut off.
        expect(writer.write(read, first, rows.length)).toEqual(bytes);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('keeps the order in which the parameters of a detail were given', () => {
    const details = new Details();
    const rows: Row[] = [
      { a: 1, b: 'x' },
      { b: 'x', a: 1 },
      { b: 'x', c: 'y' },
      { c: 'y', b: 'x' },
    ].map((given) => [...([0, 0, 1, 0, 0, 0, 0, 0, 0, 0] as const), given as unknown as Detail]);
    const bytes = new FactWriter(details).write(columnsOf(rows), 1, rows.length);
    const read = new FactReader(details).read(bytes, 1, rows.length);
    const keys = rowsOf(read, rows.length, details).map((one) => Object.keys(one[10]!).join(' '));
    expect(keys).toEqual(['a b', 'b a', 'b c', 'c b']);
  });

  it('tells a history of many blocks as it told it while it was written', () => {
    const drawing = 'pc1 -- router1 -- router2 -- pc2';
    const network = lab(drawing, {
      addresses: {
        pc1: '10.0.1.1/24 via 10.0.1.254',
        router1: ['10.0.1.254/24', '10.0.2.1/24'],
        router2: ['10.0.2.2/24', '10.0.3.254/24'],
        pc2: '10.0.3.1/24 via 10.0.3.254',
      },
      routes: {
        router1: [{ destination: '10.0.3.0', prefix: 24, via: '10.0.2.2' }],
        router2: [{ destination: '10.0.1.0', prefix: 24, via: '10.0.2.1' }],
      },
    });
    network.ping('pc1', '10.0.3.1', 1000, { interval: '1ms' });
    const told: string[] = [];
    const { trace } = network.timeline;
    const tell = (seq: number) =>
      JSON.stringify([trace.time(seq), trace.kind(seq), trace.device(seq), trace.port(seq), trace.frame(seq)]) +
      JSON.stringify([trace.packet(seq), trace.value(seq), trace.cause(seq), trace.reason(seq), trace.detail(seq)]);
    for (let time = 0; time < 1100; time++) {
      network.run('1ms');
      for (let seq = told.length + 1; seq <= trace.length; seq++) told.push(tell(seq));
    }
    expect(told.length).toBeGreaterThan(3 * BLOCK);
    expect(Array.from({ length: told.length }, (_, at) => tell(at + 1))).toEqual(told);
    network.timeline.seek(0);
    network.timeline.seek(network.timeline.horizon);
    expect(trace.length).toBe(told.length);
  });
});
