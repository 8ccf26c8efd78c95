import { describe, expect, it } from 'vitest';
import { newCable } from '#document/edits.ts';
import { readDocument } from '#document/read.ts';
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
