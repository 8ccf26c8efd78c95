import { describe, expect, it } from 'vitest';
import { LIMITS } from '#document/limits.ts';
import { starterDocument } from '#document/starter.ts';
import { validateRecords } from '#document/validate.ts';

const note = { type: 'note', id: 'note1', text: 'x', x: 0, y: 0 };

describe('records that come from outside', () => {
  it('are copied clean: the copy is not what came', () => {
    const checked = validateRecords([note]);
    expect(checked).toEqual({ records: [note] });
    expect('records' in checked && checked.records[0] !== (note as unknown)).toBe(true);
  });
  it('may lack what is left out, and a field that is undefined is left out', () => {
    const pc1 = starterDocument().records.find(({ id }) => id === 'pc1')!;
    const checked = validateRecords([{ ...pc1, transport: undefined }]);
    expect(checked).toEqual({ records: [pc1] });
    expect('records' in checked && 'transport' in checked.records[0]!).toBe(false);
  });
  it('are checked one by one unless they are said to be together', () => {
    const cable = starterDocument().records.find(({ id }) => id === 'cable1')!;
    expect(validateRecords([cable])).toEqual({ records: [cable] });
    expect(validateRecords([cable], { together: true })).toMatchObject({
      problems: [{ name: 'unknown-device' }, { name: 'unknown-device' }],
    });
  });
  it('are refused when there are more than a project may have', () => {
    expect(validateRecords(Array.from({ length: LIMITS.records + 1 }))).toMatchObject({
      problems: [{ name: 'too-many-records' }],
    });
  });
  it.each([[null], [undefined], [1], ['device'], [[]], [() => 1]])('are refused when one is no object: %s', (value) => {
    expect(validateRecords([value])).toMatchObject({
      problems: [{ name: 'bad-record', parameters: { record: '#1' } }],
    });
  });
  it('turn minus zero into zero, so that a written record reads as it was', () => {
    const checked = validateRecords([{ ...note, x: -0 }]);
    expect('records' in checked && Object.is((checked.records[0] as { x: number }).x, 0)).toBe(true);
  });
});
