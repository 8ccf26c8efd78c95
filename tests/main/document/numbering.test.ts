import { describe, expect, it } from 'vitest';
import { newDevice } from '#document/edits.ts';
import { Numbering } from '#document/numbering.ts';
import type { DocumentRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';

const starter = new Map(starterDocument().records.map((record) => [record.id, record]));
const withMac = (mac: string) => {
  const device = newDevice('host', { x: 0, y: 0 }, new Map());
  return new Map<string, DocumentRecord>([[device.id, { ...device, ports: [{ ...device.ports[0]!, mac }] }]]);
};

describe('a numbering', () => {
  it('gives each name and each address once', () => {
    const numbering = new Numbering(starter);
    expect([numbering.name('pc'), numbering.name('pc'), numbering.name('hub')]).toEqual(['pc3', 'pc4', 'hub2']);
    expect([numbering.mac(), numbering.mac()]).toEqual(['02:00:00:00:00:08', '02:00:00:00:00:09']);
  });

  it('is the same every time', () => {
    expect(new Numbering(starter).name('cable')).toBe(new Numbering(starter).name('cable'));
  });

  it('begins at the first locally administered address where adapters have sold ones, lower or higher', () => {
    expect(new Numbering(withMac('00:1b:21:00:00:01')).mac()).toBe('02:00:00:00:00:01');
    expect(new Numbering(withMac('f8:00:00:00:00:01')).mac()).toBe('02:00:00:00:00:01');
  });

  it('fills gaps once the last address is taken', () => {
    const numbering = new Numbering(withMac('02:ff:ff:ff:ff:ff'));
    expect([numbering.mac(), numbering.mac()]).toEqual(['02:00:00:00:00:01', '02:00:00:00:00:02']);
  });
});
