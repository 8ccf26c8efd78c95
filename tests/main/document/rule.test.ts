import { describe, expect, it } from 'vitest';
import { duplicated } from '#document/copying.ts';
import { newRule, powered, removal } from '#document/edits.ts';
import { findings } from '#document/findings/findings.ts';
import { readDocument } from '#document/read.ts';
import type { CableRecord, DeviceRecord, DocumentRecord, RuleRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { changeOf, topologyOf } from '#document/topology.ts';
import { diffOf } from '#document/diff.ts';
import { validateRecords } from '#document/validate.ts';
import { writeDocument } from '#document/write.ts';

const records = new Map(starterDocument().records.map((record) => [record.id, record]));
const rule: RuleRecord = {
  type: 'rule',
  id: 'rule1',
  name: 'drop the second ACK',
  cable: 'cable1',
  direction: 'b-to-a',
  filter: 'tcp.flags.ack == 1 && ip.src == 10.0.0.2',
  hits: { which: 'nth', ordinals: [2] },
  action: { do: 'lose' },
  enabled: true,
};

function withRules(...rules: RuleRecord[]): DocumentRecord[] {
  return [...records.values(), ...rules];
}

describe('a rule in a file', () => {
  it('reads as it was written, and reaches the network', () => {
    const document = { ...starterDocument(), records: withRules(rule) };
    const read = readDocument(writeDocument(document));
    expect(read).toMatchObject({ document: { records: expect.arrayContaining([rule]) as unknown } });
    const { type: _type, ...settings } = rule;
    expect(topologyOf(document).rules).toEqual([settings]);
  });

  it.each([
    [{ direction: 'there' }, 'direction', 'unknown-choice'],
    [{ filter: 'ip.src ==' }, 'filter', 'bad-filter'],
    [{ filter: 'x'.repeat(1001) }, 'filter', 'too-long'],
    [{ filter: 'hop.kind == "tcp.sent"' }, 'filter', 'filter-of-facts'],
    [{ hits: { which: 'nth', ordinals: [0] } }, 'hits.ordinals[0]', 'out-of-range'],
    [{ hits: { which: 'some' } }, 'hits.which', 'unknown-choice'],
    [{ hits: { which: 'probability', probability: 1.1 } }, 'hits.probability', 'out-of-range'],
    [{ action: { do: 'delay', by: 0 } }, 'action.by', 'out-of-range'],
    [{ action: { do: 'delay' } }, 'action.by', 'missing-field'],
    [{ action: { do: 'corrupt', bits: 65 } }, 'action.bits', 'out-of-range'],
    [{ action: { do: 'explode' } }, 'action.do', 'unknown-choice'],
    [{ enabled: 1 }, 'enabled', 'wrong-type'],
    [{ name: ' ' }, 'name', 'bad-name'],
    [{ name: 'x'.repeat(65) }, 'name', 'too-long'],
  ])('is refused with the field that is wrong: %j', (some, field, name) => {
    expect(validateRecords([{ ...rule, ...some }])).toMatchObject({ problems: [{ name, parameters: { field } }] });
  });

  it('says at which character its filter stops making sense, counted from 1', () => {
    expect(validateRecords([{ ...rule, filter: 'tcp && ip.sorce == 1' }])).toMatchObject({
      problems: [{ name: 'bad-filter', parameters: { at: 8 } }],
    });
  });

  it.each([
    ['hop.kind == "tcp.sent"', 'hop.kind'],
    ['tcp && hop.number > 3', 'hop.number'],
    ['hop.connection contains "80"', 'hop.connection'],
  ])('is told what a frame on a cable does not have: %s', (filter, name) => {
    expect(validateRecords([{ ...rule, filter }])).toMatchObject({
      problems: [{ name: 'filter-of-facts', parameters: { name } }],
    });
  });

  it('needs its cable, and is one of few there', () => {
    const lost = { ...rule, cable: 'cable99' };
    expect(validateRecords(withRules(lost), { together: true })).toMatchObject({
      problems: [{ name: 'unknown-cable', parameters: { record: 'rule1', cable: 'cable99' } }],
    });
    const many = Array.from({ length: 33 }, (_, at) => ({ ...rule, id: `rule${at}` }));
    expect(validateRecords(withRules(...many), { together: true })).toMatchObject({
      problems: [{ name: 'too-many-rules', parameters: { cable: 'cable1', count: 33, most: 32 } }],
    });
  });
});

describe('editing rules', () => {
  const all = new Map<string, DocumentRecord>(withRules(rule).map((record) => [record.id, record]));

  it('makes one that can be carried out as it is', () => {
    const made = newRule('cable1', 'new', all);
    expect(made.id).toBe('rule2');
    expect(validateRecords(withRules(made), { together: true })).toHaveProperty('records');
  });

  it('takes it away with its cable, and with the device the cable is in', () => {
    expect(removal(['cable1'], all)).toEqual(['cable1', 'rule1']);
    const { a } = all.get('cable1') as CableRecord;
    expect(removal([a.device], all)).toContain('rule1');
  });

  it('copies it with its cable', () => {
    const { a, b } = all.get('cable1') as CableRecord;
    const copies = duplicated([a.device, b.device], { x: 10, y: 10 }, all);
    const cable = copies.find(({ type }) => type === 'cable')!;
    expect(copies.find(({ type }) => type === 'rule')).toMatchObject({ id: 'rule2', cable: cable.id });
  });

  it('is a change of the network', () => {
    const change = changeOf(diffOf(all, [{ ...rule, enabled: false }]));
    expect(change).toMatchObject({ put: [{ id: 'rule1', enabled: false }], remove: [] });
    expect(changeOf(diffOf(all, [], ['rule1']))).toEqual({ put: [], remove: ['rule1'] });
  });
});

describe('a rule that can do nothing', () => {
  const found = (some: Partial<RuleRecord>, edit: (record: DocumentRecord) => DocumentRecord = (one) => one) =>
    findings({ records: withRules({ ...rule, ...some }).map(edit) })
      .filter(({ name }) => name.startsWith('rule-'))
      .map(({ name, records: about }) => [name, ...about]);

  it('is worth a look, unless it is disabled', () => {
    expect(found({})).toEqual([]);
    expect(found({ hits: { which: 'nth', ordinals: [] } })).toEqual([['rule-hits-nothing', 'cable1']]);
    expect(found({ hits: { which: 'probability', probability: 0 } })).toEqual([['rule-hits-nothing', 'cable1']]);
    expect(found({ hits: { which: 'nth', ordinals: [] }, enabled: false })).toEqual([]);
  });

  it('waits on a cable that carries nothing', () => {
    const out = (one: DocumentRecord): DocumentRecord =>
      one.id === 'cable1' ? ({ ...one, plugged: false } as never) : one;
    expect(found({}, out)).toEqual([['rule-on-idle-cable', 'cable1']]);
    const { a } = records.get('cable1') as CableRecord;
    const dark = (one: DocumentRecord): DocumentRecord =>
      one.id === a.device ? powered(one as DeviceRecord, false) : one;
    expect(found({}, dark)).toEqual([['rule-on-idle-cable', 'cable1']]);
  });

  it('can neither hold back nor double on a shared medium', () => {
    const { a } = records.get('cable1') as CableRecord;
    const hub = (one: DocumentRecord): DocumentRecord =>
      one.id === a.device ? ({ ...one, kind: 'hub', name: 'hub' } as DeviceRecord) : one;
    expect(found({ action: { do: 'duplicate' } }, hub)).toEqual([['rule-on-shared-medium', 'cable1']]);
    expect(found({ action: { do: 'lose' } }, hub)).toEqual([]);
  });
});

describe('the power switch of a device', () => {
  const device = [...records.values()].find((record): record is DeviceRecord => record.type === 'device')!;
  it('is written only while it is off', () => {
    const off = powered(device, false);
    expect(off.powered).toBe(false);
    expect(powered(off, true)).toEqual(device);
    expect(validateRecords([off])).toEqual({ records: [off] });
    expect(validateRecords([{ ...device, powered: 'off' }])).toMatchObject({
      problems: [{ name: 'wrong-type', parameters: { field: 'powered' } }],
    });
  });
});
