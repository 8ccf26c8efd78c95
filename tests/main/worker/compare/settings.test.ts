import { describe, expect, it } from 'vitest';
import type { CableRecord, DocumentRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { MOST_SETTINGS, settingsOf } from '#worker/compare/settings.ts';

const drawing = (records: readonly DocumentRecord[]) => new Map(records.map((record) => [record.id, record]));
const { records } = starterDocument();
const cable = records.find((record): record is CableRecord => record.type === 'cable')!;
const withCable = (other: CableRecord) => drawing(records.map((record) => (record === cable ? other : record)));

describe('settings of two networks', () => {
  it('differ in nothing when the drawing is the same, or only looks otherwise', () => {
    expect(settingsOf(drawing(records), drawing(structuredClone(records)))).toEqual([]);
    const moved = records.map((record) => (record.type === 'device' ? { ...record, x: record.x + 50 } : record));
    expect(settingsOf(drawing(records), drawing(moved))).toEqual([]);
    expect(settingsOf(drawing(records), withCable({ ...cable, directions: [{}, {}] }))).toEqual([]);
  });

  it('differ by the field, with both values', () => {
    const other = withCable({ ...cable, delay: 7, directions: [{}, { loss: 0.5 }] });
    expect(settingsOf(drawing(records), other)).toEqual([
      { record: cable.id, field: 'delay', left: cable.delay, right: 7 },
      { record: cable.id, field: 'directions.1.loss', left: null, right: 0.5 },
    ]);
  });

  it('name what is there in one of them only', () => {
    const without = drawing(records.filter((record) => record !== cable));
    expect(settingsOf(drawing(records), without)).toEqual([
      { record: cable.id, field: '', left: 'there', right: null },
    ]);
    expect(settingsOf(without, drawing(records))).toEqual([
      { record: cable.id, field: '', left: null, right: 'there' },
    ]);
  });

  it('are told up to a limit', () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ ...cable, id: `cable${index + 100}` }));
    expect(settingsOf(drawing(records), drawing([...records, ...many]))).toHaveLength(MOST_SETTINGS);
  });
});
