import { describe, expect, it } from 'vitest';
import { newCable } from '#document/edits.ts';
import { readDocument } from '#document/read.ts';
import type { DeviceRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { validateRecords } from '#document/validate.ts';
import { writeDocument } from '#document/write.ts';

const cable = starterDocument().records.find(({ id }) => id === 'cable1')!;
const everything = {
  bandwidth: 1e6,
  delay: 0,
  queue: 3,
  jitter: 500,
  loss: 0.05,
  duplication: 0.01,
  reordering: { probability: 0.1, delay: 1e6 },
  bitErrors: { per: 'bit', probability: 1e-6 },
  markAbove: 20,
  drop: [3, 5],
  damage: [2],
};

function problemsOf(direction: object): unknown {
  return validateRecords([{ ...cable, directions: [direction, {}] }]);
}

describe('the directions of a cable in a file', () => {
  it('read as they were written, and a cable without them stays as it was', () => {
    const document = starterDocument();
    const at = document.records.findIndex(({ id }) => id === 'cable1');
    const changed = { ...cable, plugged: false, directions: [everything, {}] } as never;
    document.records[at] = changed;
    const read = readDocument(writeDocument(document));
    expect(read).toMatchObject({ document: { records: expect.arrayContaining([changed]) as unknown } });
    expect(writeDocument(starterDocument())).not.toContain('directions');
  });

  it.each([
    [{ loss: 1.5 }, 'directions[0].loss', 'out-of-range'],
    [{ bitErrors: { per: 'bit', probability: 0.5 } }, 'directions[0].bitErrors.probability', 'out-of-range'],
    [{ bitErrors: { per: 'byte', probability: 0.5 } }, 'directions[0].bitErrors.per', 'unknown-choice'],
    [{ markAbove: 0 }, 'directions[0].markAbove', 'out-of-range'],
    [{ jitter: -1 }, 'directions[0].jitter', 'out-of-range'],
    [{ drop: [0] }, 'directions[0].drop[0]', 'out-of-range'],
    [{ reordering: { probability: 0.5 } }, 'directions[0].reordering.delay', 'missing-field'],
    [{ lose: 0.5 }, 'directions[0].lose', 'unknown-field'],
  ])('are refused with the field that is wrong: %j', (direction, field, name) => {
    expect(problemsOf(direction)).toMatchObject({ problems: [{ name, parameters: { field } }] });
  });

  it('are two, no more and no fewer', () => {
    expect(validateRecords([{ ...cable, directions: [{}] }])).toMatchObject({
      problems: [{ name: 'wrong-type', parameters: { field: 'directions' } }],
    });
  });

  it('leave no room for a plug that is neither in nor out', () => {
    expect(validateRecords([{ ...cable, plugged: 'yes' }])).toMatchObject({
      problems: [{ name: 'wrong-type', parameters: { field: 'plugged' } }],
    });
  });
});

describe('a new cable', () => {
  it('to a hub is slow enough for a collision to be heard before a frame is over', () => {
    const records = new Map(starterDocument().records.map((record) => [record.id, record]));
    expect(newCable({ device: 'pc1', port: 'eth0' }, { device: 'hub1', port: 'port5' }, records)).toMatchObject({
      parameters: { device: 'pc1' },
    });
    expect(newCable({ device: 'switch1', port: 'port7' }, { device: 'hub1', port: 'port5' }, records)).toMatchObject({
      bandwidth: 10e6,
    });
  });
});

describe('the medium of a hub in a file', () => {
  it('belongs to hubs only', () => {
    const record = (id: string) => starterDocument().records.find((one) => one.id === id)!;
    expect(validateRecords([{ ...record('hub1'), medium: 'ideal' }])).toMatchObject({ records: [{ medium: 'ideal' }] });
    expect(validateRecords([{ ...record('switch1'), medium: 'ideal' }])).toMatchObject({
      problems: [{ name: 'not-for-this-kind', parameters: { field: 'medium' } }],
    });
  });
});

describe('the VLANs of a port in a file', () => {
  const record = (id: string) => starterDocument().records.find((one) => one.id === id) as DeviceRecord;
  const withVlan = (id: string, vlan: unknown) => {
    const device = record(id);
    return validateRecords([
      { ...device, ports: device.ports.map((port, at) => (at === 0 ? { ...port, vlan } : port)) },
    ]);
  };

  it.each([
    { mode: 'access', id: 4094 },
    { mode: 'trunk', native: null },
    { mode: 'trunk', native: 1, allowed: [10, 20] },
  ])('are read as they were written: %j', (vlan) => {
    const checked = withVlan('switch1', vlan);
    expect('records' in checked && (checked.records[0] as DeviceRecord).ports[0]!.vlan).toEqual(vlan);
  });

  it.each([
    [{ mode: 'access', id: 4095 }, 'ports[0].vlan.id', 'out-of-range'],
    [{ mode: 'access' }, 'ports[0].vlan.id', 'missing-field'],
    [{ mode: 'both', id: 1 }, 'ports[0].vlan.mode', 'unknown-choice'],
    [{ mode: 'trunk', native: 0 }, 'ports[0].vlan.native', 'out-of-range'],
  ])('are refused with the field that is wrong: %j', (vlan, field, name) => {
    expect(withVlan('switch1', vlan)).toMatchObject({ problems: [{ name, parameters: { field } }] });
  });

  it('belong to switches only, as the ageing time does', () => {
    expect(withVlan('pc1', { mode: 'access', id: 1 })).toMatchObject({ problems: [{ name: 'not-for-this-kind' }] });
    expect(validateRecords([{ ...record('hub1'), ageingTime: 10e9 }])).toMatchObject({
      problems: [{ name: 'not-for-this-kind' }],
    });
    expect(validateRecords([{ ...record('switch1'), ageingTime: 9e9 }])).toMatchObject({
      problems: [{ name: 'out-of-range' }],
    });
  });
});
