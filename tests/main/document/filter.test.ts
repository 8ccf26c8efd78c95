import { describe, expect, it } from 'vitest';
import { newDevice } from '#document/edits.ts';
import type { FilterSettings } from '#document/filter.ts';
import { findings } from '#document/findings/findings.ts';
import { topologyOf } from '#document/topology.ts';
import { CURRENT_VERSION, type DeviceRecord, type HopDocument } from '#document/records.ts';
import { validateRecords } from '#document/validate.ts';
import { readDocument } from '#document/read.ts';
import { writeDocument } from '#document/write.ts';

const router = (filter: unknown): DeviceRecord =>
  ({ ...newDevice('router', { x: 0, y: 0 }, new Map()), filter }) as DeviceRecord;

const FULL: FilterSettings = {
  policy: { forward: 'drop' },
  rules: [
    {
      action: 'reject',
      direction: 'forward',
      from: 'eth0',
      to: 'eth1',
      source: { address: '10.0.0.0', prefix: 8 },
      destination: { address: '192.0.2.1', prefix: 32 },
      protocol: 'tcp',
      sourcePorts: { first: 1024, last: 65535 },
      destinationPorts: { first: 80, last: 80 },
      flags: { mask: 18, set: 2 },
      established: true,
      rejectWith: 'host-prohibited',
    },
    { action: 'accept', direction: 'in' },
  ],
};

function problems(filter: unknown): [name: string, field: unknown][] {
  const checked = validateRecords([router(filter)]);
  return 'problems' in checked ? checked.problems.map(({ name, parameters }) => [name, parameters['field']]) : [];
}

describe('a packet filter in a project', () => {
  it('comes back from the file as it was saved, and reaches the network', () => {
    const document: HopDocument = {
      format: 'hopscope',
      version: CURRENT_VERSION,
      title: '',
      seed: 1,
      records: [router(FULL)],
    };
    const read = readDocument(writeDocument(document));
    if (!('document' in read)) throw new Error(JSON.stringify(read));
    expect(topologyOf(read.document).devices[0]!.filter).toEqual(FULL);
  });

  it('is refused with the field that is wrong', () => {
    const rule = (more: object): unknown => ({ rules: [{ action: 'drop', direction: 'forward', ...more }] });
    expect(problems(rule({ action: 'burn' }))).toEqual([['unknown-choice', 'filter.rules[0].action']]);
    expect(problems(rule({ port: 80 }))).toEqual([['unknown-field', 'filter.rules[0].port']]);
    expect(problems(rule({ source: { address: '10.0.0.1', prefix: 8 } }))).toEqual([
      ['host-bits-set', 'filter.rules[0].source.address'],
    ]);
    expect(problems(rule({ destinationPorts: { first: 1, last: 2 } }))).toEqual([
      ['does-not-fit', 'filter.rules[0].destinationPorts'],
    ]);
    expect(problems(rule({ protocol: 'udp', destinationPorts: { first: 9, last: 2 } }))).toEqual([
      ['range-reversed', 'filter.rules[0].destinationPorts'],
    ]);
    expect(problems(rule({ protocol: 'udp', flags: { mask: 2, set: 2 } }))).toEqual([
      ['does-not-fit', 'filter.rules[0].flags'],
    ]);
    expect(problems(rule({ protocol: 'tcp', flags: { mask: 2, set: 3 } }))).toEqual([
      ['does-not-fit', 'filter.rules[0].flags.set'],
    ]);
    expect(problems(rule({ rejectWith: 'port-unreachable' }))).toEqual([
      ['does-not-fit', 'filter.rules[0].rejectWith'],
    ]);
    expect(problems(rule({ direction: 'in', to: 'eth0' }))).toEqual([['does-not-fit', 'filter.rules[0].to']]);
    expect(problems({ policy: { in: 'reject' }, rules: [] })).toEqual([['unknown-choice', 'filter.policy.in']]);
  });

  it('is nothing for a switch', () => {
    const device = { ...newDevice('switch', { x: 0, y: 0 }, new Map()), filter: { rules: [] } };
    expect(validateRecords([device])).toMatchObject({ problems: [{ name: 'not-for-this-kind' }] });
  });

  it('is warned of where a rule can never do anything', () => {
    const found = (record: DeviceRecord): unknown =>
      findings({ records: [record] }).map(({ name, parameters }) => [name, parameters['rule']]);
    const pass = { action: 'accept', direction: 'forward' } as const;
    expect(found(router({ rules: [pass, { ...pass, protocol: 'tcp' }] }))).toEqual([['filter-never-reached', 2]]);
    expect(found(router({ rules: [{ ...pass, from: 'eth9' }] }))).toEqual([['filter-port-unknown', 1]]);
    const host = { ...newDevice('host', { x: 0, y: 0 }, new Map()), filter: { rules: [pass] } };
    expect(found(host)).toEqual([['filter-forwards-nothing', 1]]);
    expect(found(router(FULL))).toEqual([]);
  });
});
