import { describe, expect, it } from 'vitest';
import { diffOf, emptyDiff } from '#document/diff.ts';
import { moved, newNote, removal, renamed } from '#document/edits.ts';
import type { CableRecord, DeviceRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { changeOf, topologyChangeOf, topologyOf } from '#document/topology.ts';

const starter = starterDocument();
const records = new Map(starter.records.map((record) => [record.id, record]));
const pc1 = records.get('pc1') as DeviceRecord;
const cable1 = records.get('cable1') as CableRecord;

describe('the topology of a document', () => {
  it('holds devices, cables and programs without what is only drawn', () => {
    const { devices, cables, programs } = topologyOf(starter);
    expect([devices.length, cables.length, programs.length]).toEqual([6, 5, 3]);
    for (const one of [...devices, ...cables, ...programs]) {
      expect(one).not.toHaveProperty('x');
      expect(one).not.toHaveProperty('type');
    }
  });

  it('is the same however the records are ordered', () => {
    expect(topologyOf({ ...starter, records: [...starter.records].reverse() })).toEqual(topologyOf(starter));
  });
});

describe('what the network hears of a change of the drawing', () => {
  it('is nothing when a device was only moved', () => {
    expect(changeOf(diffOf(records, [moved(pc1, { x: 1, y: 2 })]))).toBeNull();
  });
  it('is nothing when a note came, changed or went', () => {
    const note = newNote('text', { x: 0, y: 0 }, records);
    const withNote = new Map([...records, [note.id, note]]);
    expect(changeOf(diffOf(records, [note]))).toBeNull();
    expect(changeOf(diffOf(withNote, [renamed(note, 'new')]))).toBeNull();
    expect(changeOf(diffOf(withNote, [], [note.id]))).toBeNull();
  });
  it('is nothing when nothing changed', () => {
    expect(changeOf(emptyDiff())).toBeNull();
  });
  it('is the whole record when a setting changed while it was moved', () => {
    const changed = { ...moved(pc1, { x: 1, y: 2 }), gateway: null };
    expect(changeOf(diffOf(records, [changed]))).toEqual({ put: [changed], remove: [] });
  });
  it('is every record that went, devices with their cables and programs', () => {
    const change = changeOf(diffOf(records, [], removal(['pc1'], records)));
    expect(change!.put).toEqual([]);
    expect(change!.remove.sort()).toEqual(['cable1', 'pc1', 'ping', 'tcp-client']);
  });
});

describe('a change that came over the contract', () => {
  it('is told by kind, without what is only drawn', () => {
    const note = newNote('text', { x: 0, y: 0 }, records);
    const came = topologyChangeOf({ put: [pc1, cable1, note], remove: ['hub1'] });
    const { type: _type, x: _x, y: _y, ...settings } = pc1;
    expect(came).toMatchObject({
      change: { devices: [settings], cables: [{ id: 'cable1' }], programs: [], remove: ['hub1'] },
    });
  });
  it('is refused when a record has no valid shape', () => {
    expect(topologyChangeOf({ put: [{ ...pc1, kind: 'modem' }], remove: [] })).toMatchObject({
      problems: [{ name: 'unknown-choice', parameters: { record: 'pc1' } }],
    });
    expect(topologyChangeOf({ put: [17], remove: [] })).toMatchObject({ problems: [{ name: 'bad-record' }] });
  });
  it('is refused when it does not fit the records that are there', () => {
    expect(topologyChangeOf({ put: [], remove: ['switch1'] }, records)).toMatchObject({
      problems: [{ name: 'unknown-device' }, { name: 'unknown-device' }, { name: 'unknown-device' }],
    });
  });
  it('answers with what the records have become, and leaves the old ones alone', () => {
    const answer = topologyChangeOf({ put: [], remove: ['ping'] }, records);
    expect('records' in answer && answer.records.has('ping')).toBe(false);
    expect(records.has('ping')).toBe(true);
  });
  it('that removes and puts one id puts it', () => {
    const answer = topologyChangeOf({ put: [cable1], remove: ['cable1'] }, records);
    expect(answer).toMatchObject({ change: { cables: [{ id: 'cable1' }], remove: [] } });
    expect('records' in answer && answer.records.has('cable1')).toBe(true);
  });
});
