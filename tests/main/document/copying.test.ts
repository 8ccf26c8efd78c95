import { describe, expect, it } from 'vitest';
import { clipboardText, pasted } from '#document/clipboard.ts';
import { duplicated } from '#document/copying.ts';
import { grouped } from '#document/grouping.ts';
import { isProblem } from '#document/problem.ts';
import type { DeviceRecord, DocumentRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { validateRecords } from '#document/validate.ts';

const at = { x: 10, y: 20 };
const mapOf = (...all: DocumentRecord[]) => new Map(all.map((record) => [record.id, record]));
const starter = mapOf(...starterDocument().records);
const device = (id: string) => starter.get(id) as DeviceRecord;
const paste = (text: string, into = starter, place: { x: number; y: number } | null = at): DocumentRecord[] => {
  const answer = pasted(text, place, into);
  if (isProblem(answer)) throw new Error(answer.name);
  return answer.records;
};
const idsOf = (records: DocumentRecord[]): string[] => records.map(({ id }) => id).sort();

describe('copies', () => {
  it('of a part of the drawing have its cables and programs, and nothing in common with it', () => {
    const copies = duplicated(['pc1', 'switch1', 'cable1'], { x: 40, y: 30 }, starter);
    expect(copies.map(({ id, type }) => `${type} ${id}`).sort()).toEqual([
      'cable cable6',
      'device pc3',
      'device switch2',
      'program program1',
      'program program2',
    ]);
    expect(copies.find(({ id }) => id === 'cable6')).toMatchObject({ a: { device: 'pc3' }, b: { device: 'switch2' } });
    expect(copies.find(({ id }) => id === 'pc3')).toMatchObject({ x: 130, y: 120, name: 'pc3' });
    expect(validateRecords([...starter.values(), ...copies], { together: true })).toHaveProperty('records');
  });
  it('have MAC addresses of their own', () => {
    const macs = duplicated(['router1'], at, starter).flatMap((one) =>
      one.type === 'device' ? one.ports.map(({ mac }) => mac) : [],
    );
    expect(macs).toEqual(['02:00:00:00:00:08', '02:00:00:00:00:09', '02:00:00:00:00:0a', '02:00:00:00:00:0b']);
  });
  it('leave a cable to what is not copied behind', () => {
    expect(duplicated(['switch1'], at, starter).map(({ id }) => id)).toEqual(['switch2']);
  });
});

describe('a copy on the clipboard', () => {
  it('is text that pastes as the same things under the next free names, its cables inside', () => {
    const text = clipboardText(['pc1', 'switch1', 'cable1'], starter)!;
    const came = paste(text);
    expect(idsOf(came)).toEqual(['cable6', 'pc3', 'program1', 'program2', 'switch2'].sort());
    expect(validateRecords([...starter.values(), ...came], { together: true })).toHaveProperty('records');
  });

  it('keeps names, ids and MAC addresses where the drawing does not have them', () => {
    const came = paste(clipboardText(['pc1', 'switch1'], starter)!, new Map(), null);
    const programs = [...starter.values()].filter((one) => one.type === 'program' && one.device === 'pc1');
    expect(idsOf(came)).toEqual(['pc1', 'switch1', 'cable1', ...idsOf(programs)].sort());
    expect(came.find(({ id }) => id === 'pc1')).toEqual(device('pc1'));
  });

  it('keeps IP addresses, and gives new MAC addresses where those are taken', () => {
    const [port] = (paste(clipboardText(['pc1'], starter)!).find(({ type }) => type === 'device') as DeviceRecord)
      .ports;
    expect(port!.address).toBe(device('pc1').ports[0]!.address);
    expect(port!.mac).not.toBe(device('pc1').ports[0]!.mac);
  });

  it('counts a name that a person gave on from where it stands', () => {
    const named = mapOf({ ...device('pc1'), name: 'laptop' }, { ...device('pc2'), name: 'web 1' });
    const names = paste(clipboardText(['pc1', 'pc2'], named)!, named).map((one) => (one as DeviceRecord).name);
    expect(names).toEqual(['laptop2', 'web 2']);
  });

  it('comes to the place asked for with its middle, and otherwise never exactly onto what is there', () => {
    const text = clipboardText(['pc1', 'pc2'], starter)!;
    const middle = (records: DocumentRecord[]) => {
      const [one, other] = records.filter(({ type }) => type === 'device') as DeviceRecord[];
      return { x: (one!.x + other!.x) / 2, y: (one!.y + other!.y) / 2 };
    };
    expect(middle(paste(text, starter, { x: 500, y: 700 }))).toEqual({ x: 500, y: 700 });
    const first = paste(text, starter, null);
    const all = new Map([...starter, ...mapOf(...first)]);
    const second = paste(text, all, null);
    const places = [...all.values(), ...second].flatMap((one) => ('x' in one ? [`${one.x} ${one.y}`] : []));
    expect(new Set(places).size).toBe(places.length);
  });

  it('takes a group with all that is in it', () => {
    const change = grouped(['pc1', 'pc2'], 'hosts', starter);
    if (isProblem(change)) throw new Error(change.name);
    const all = new Map([...starter, ...mapOf(...change.put)]);
    const came = paste(clipboardText(['group1'], all)!, all);
    expect(came.find(({ type }) => type === 'group')).toMatchObject({ name: 'hosts2', members: ['pc3', 'pc4'] });
    expect(validateRecords([...all.values(), ...came], { together: true })).toHaveProperty('records');
  });

  it('can be a whole project', () => {
    expect(idsOf(paste(clipboardText(starter.keys(), starter)!, new Map(), null))).toEqual(
      idsOf([...starter.values()]),
    );
  });

  it.each([
    '',
    'hello',
    '{}',
    '[1,2]',
    '{"format":"other"}',
    '<b>x</b>',
    '{"format":"hopscope","version":1,"title":"","seed":0,"records":[]}',
  ])('is refused when it is no drawing: %s', (text) =>
    expect(pasted(text, at, starter)).toMatchObject({ name: 'nothing-to-paste' }),
  );

  it('is refused by name when it is a drawing with a fault', () => {
    const text = clipboardText(['pc1'], starter)!;
    expect(pasted(text.replace('"host"', '"toaster"'), at, starter)).toMatchObject({ name: 'unknown-choice' });
    expect(pasted(text.replace('"version": 1', '"version": 99'), at, starter)).toMatchObject({ name: 'newer-version' });
  });

  it('is nothing when only a cable was chosen', () => {
    expect(clipboardText(['cable1'], starter)).toBeNull();
  });
});
