import { describe, expect, it } from 'vitest';
import { findings } from '#document/findings/findings.ts';
import type { CableRecord, DeviceRecord, DocumentRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { lab, type LabOptions } from '#support/lab.ts';

/** The records of a lab, changed by `edit`. */
function told(drawing: string, options: LabOptions = {}, edit: (device: DeviceRecord) => DeviceRecord = (one) => one) {
  const { devices, cables } = lab(drawing, options).topology;
  const records: DocumentRecord[] = [
    ...devices.map((device) => edit({ type: 'device', ...device, x: 0, y: 0 })),
    ...cables.map((cable): CableRecord => ({ type: 'cable', ...cable })),
  ];
  return findings({ records }).filter(({ name }) => name === 'medium-too-long' || name === 'untagged-differs');
}

describe('a shared medium', () => {
  const star = 'pc1 -- hub1\npc2 -- hub1';
  it('is too long when a collision may come back after a slot', () => {
    // 2 × (10 µs + 10 µs + 0.46 µs), and 512 bits at 100 Mbit/s.
    expect(told(star)).toMatchObject([
      { name: 'medium-too-long', parameters: { device: 'hub1', round: 40.9, slot: 5.1 }, records: ['hub1'] },
    ]);
    expect(told(star, { cable: { bandwidth: 10e6 } })).toEqual([]);
    expect(told(star, { cable: { delay: 500 } })).toEqual([]);
  });

  it('is as long as its longest way, through all of its hubs', () => {
    const line = 'pc1 -- hub1 -- hub2 -- pc2';
    expect(told(line, { cable: { bandwidth: 10e6 } })).toMatchObject([{ parameters: { round: 78.4, slot: 51.2 } }]);
    expect(told(line, { cable: { bandwidth: 10e6, delay: 1_000 } })).toEqual([]);
  });

  it('is none where the hub is ideal, and that of the starter project is short enough', () => {
    expect(told(star, {}, (one) => (one.kind === 'hub' ? { ...one, medium: 'ideal' } : one))).toEqual([]);
    expect(findings(starterDocument()).map(({ name }) => name)).not.toContain('medium-too-long');
  });
});

describe('a cable between two switches', () => {
  const with1 = (id: string) => (one: DeviceRecord) =>
    one.kind !== 'switch'
      ? one
      : {
          ...one,
          ports: one.ports.map((port) => ({
            ...port,
            vlan: { mode: 'trunk' as const, native: one.id === id ? 10 : 1 },
          })),
        };
  it('joins two VLANs by mistake when its ends have different native ones', () => {
    expect(told('switch1 -- switch2', {}, with1('switch2'))).toMatchObject([
      {
        name: 'untagged-differs',
        parameters: { device: 'switch1', port: 'port1', other: 'switch2', otherPort: 'port1' },
      },
    ]);
    expect(told('switch1 -- switch2', {}, with1('none'))).toEqual([]);
    expect(told('switch1 -- switch2')).toEqual([]);
  });
});
