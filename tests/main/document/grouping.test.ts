import { describe, expect, it } from 'vitest';
import { newNote, removal } from '#document/edits.ts';
import { grouped, hiddenIn, parents, removed, ungrouped, withMembers, type Regrouping } from '#document/grouping.ts';
import { isProblem, type Problem } from '#document/problem.ts';
import type { DocumentRecord, GroupRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { DocumentStore } from '#document/store.ts';
import { changeOf } from '#document/topology.ts';
import { diffOf } from '#document/diff.ts';
import { validateRecords } from '#document/validate.ts';

const starter = new Map(starterDocument().records.map((record) => [record.id, record]));
type Records = Map<string, DocumentRecord>;

/** The drawing after a regrouping, which must be a valid one. */
function after(records: Records, change: Regrouping | Problem): Records {
  if (isProblem(change)) throw new Error(change.name);
  const next = new Map(records);
  for (const id of change.remove) next.delete(id);
  for (const record of change.put) next.set(record.id, record);
  expect(validateRecords([...next.values()], { together: true })).toHaveProperty('records');
  return next;
}
const group = (ids: string[], records: Records = starter): Records => after(records, grouped(ids, 'LAN', records));
const members = (records: Records, id: string): string[] => (records.get(id) as GroupRecord).members;
const collapse = (records: Records, id: string): Records =>
  new Map(records).set(id, { ...(records.get(id) as GroupRecord), collapsed: true });

describe('a group', () => {
  it('is of devices and notes; cables go with their devices', () => {
    const note = newNote('text', { x: 0, y: 0 }, starter);
    const all = group(['pc1', 'pc2', 'cable1', note.id], new Map(starter).set(note.id, note));
    expect(members(all, 'group1')).toEqual(['pc1', 'pc2', note.id]);
  });

  it('needs two things', () => {
    expect(grouped(['pc1', 'cable1'], 'LAN', starter)).toMatchObject({ name: 'too-few-to-group' });
  });

  it('stands in the group in which all its things stand, and takes whole groups in', () => {
    const lan = group(['pc1', 'pc2', 'switch1']);
    const inner = group(['pc1', 'pc2'], lan);
    expect(members(inner, 'group1')).toEqual(['switch1', 'group2']);
    const outer = group(['group1', 'pc1', 'router1'], inner);
    expect(members(outer, 'group3')).toEqual(['group1', 'router1']);
  });

  it('is refused for things of different groups', () => {
    expect(grouped(['pc1', 'router1'], 'LAN', group(['pc1', 'pc2']))).toMatchObject({ name: 'of-different-groups' });
  });

  it('taken apart leaves its things where it stood', () => {
    const inner = group(['pc1', 'pc2'], group(['pc1', 'pc2', 'switch1']));
    expect(members(after(inner, ungrouped(['group2'], inner)), 'group1')).toEqual(['switch1', 'pc1', 'pc2']);
    expect([...after(inner, ungrouped(['group1', 'group2'], inner)).keys()]).toEqual([...starter.keys()]);
  });

  it('loses what is removed, and goes when nothing is left in it', () => {
    const nested = group(['group1', 'router1'], group(['pc1', 'pc2']));
    const less = after(nested, removed(removal(['pc1'], nested), nested));
    expect(members(less, 'group1')).toEqual(['pc2']);
    const gone = after(less, removed(removal(['pc2'], less), less));
    expect(gone.has('group1')).toBe(false);
    expect(members(gone, 'group2')).toEqual(['router1']);
  });

  it('is removed with all that is in it', () => {
    const all = group(['pc1', 'pc2']);
    const left = after(all, removed(removal(['group1'], all), all));
    expect([left.has('pc1'), left.has('pc2'), left.has('cable1'), left.has('router1')]).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('that is collapsed stands for all that is in it, the outermost for the inner ones', () => {
    const nested = group(['group1', 'router1'], group(['pc1', 'pc2']));
    expect(hiddenIn(nested.values()).size).toBe(0);
    const inner = collapse(nested, 'group1');
    expect(Object.fromEntries(hiddenIn(inner.values()))).toEqual({ pc1: 'group1', pc2: 'group1' });
    expect(Object.fromEntries(hiddenIn(collapse(inner, 'group2').values()))).toEqual({
      pc1: 'group2',
      pc2: 'group2',
      group1: 'group2',
      router1: 'group2',
    });
  });

  it('knows what is in it, however deep, and what it is in', () => {
    const nested = group(['group1', 'router1'], group(['pc1', 'pc2']));
    expect(withMembers(['group2'], nested).sort()).toEqual(['group1', 'group2', 'pc1', 'pc2', 'router1']);
    expect(parents(nested.values()).get('pc1')).toBe('group1');
  });

  it('is nothing the network hears of', () => {
    expect(changeOf(diffOf(starter, [...group(['pc1', 'pc2']).values()]))).toBeNull();
  });

  it.each([
    ['unknown-member', [{ members: ['pc1', 'nobody'] }]],
    ['unknown-member', [{ members: ['cable1'] }]],
    ['empty-group', [{ members: [] }]],
    ['grouped-twice', [{ members: ['pc1'] }, { members: ['pc1', 'pc2'] }]],
    ['group-in-itself', [{ members: ['group2'] }, { members: ['group1'] }]],
  ] as const)('is refused as %s', (name, groups) => {
    const store = new DocumentStore(starterDocument());
    const puts = groups.map((one, index) => ({
      type: 'group' as const,
      id: `group${index + 1}`,
      name: 'x',
      collapsed: false,
      members: [...one.members],
    }));
    const problems = store.change('group', (draft) => puts.forEach((one) => draft.put(one)));
    expect(problems.map((one) => one.name)).toContain(name);
  });

  it('cannot be left with a member that is not there', () => {
    const store = new DocumentStore({ ...starterDocument(), records: [...group(['pc1', 'pc2']).values()] });
    const going = removal(['pc1'], store.records);
    expect(store.change('remove', (draft) => going.forEach((id) => draft.remove(id)))[0]).toMatchObject({
      name: 'unknown-member',
    });
  });
});
