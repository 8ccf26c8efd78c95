import { describe, expect, it } from 'vitest';
import { newCable, removal } from '#document/edits.ts';
import type { CableRecord, DocumentRecord } from '#document/records.ts';
import { segmentsOf } from '#document/findings/segments.ts';
import { starterDocument } from '#document/starter.ts';

const starter = starterDocument().records;
const read = (records: Iterable<DocumentRecord>): string[][] =>
  segmentsOf(records).map((ends) => ends.map((end) => (JSON.parse(end) as string[]).join('.')).sort());

describe('broadcast domains', () => {
  it('end at a router and go through hubs and switches', () => {
    expect(read(starter)).toEqual([
      ['pc1.eth0', 'pc2.eth0', 'router1.eth0'],
      ['router1.eth1', 'server1.eth0'],
    ]);
  });
  it('become one when a cable joins switch and hub', () => {
    const records = new Map(starter.map((record) => [record.id, record]));
    const cable = newCable({ device: 'switch1' }, { device: 'hub1' }, records) as CableRecord;
    expect(read([...starter, cable])).toEqual([
      ['pc1.eth0', 'pc2.eth0', 'router1.eth0', 'router1.eth1', 'server1.eth0'],
    ]);
  });
  it('of one port alone are left out', () => {
    const records = new Map(starter.map((record) => [record.id, record]));
    for (const id of removal(['switch1', 'cable5'], records)) records.delete(id);
    expect(read(records.values())).toEqual([]);
  });
});
