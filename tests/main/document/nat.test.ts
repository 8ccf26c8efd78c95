import { describe, expect, it } from 'vitest';
import { newDevice } from '#document/edits.ts';
import { findings } from '#document/findings/findings.ts';
import type { NatSettings } from '#document/nat.ts';
import type { DeviceRecord } from '#document/records.ts';
import { validateRecords } from '#document/validate.ts';

const router = (nat: unknown, address: string | null = '203.0.113.1'): DeviceRecord => {
  const blank = newDevice('router', { x: 0, y: 0 }, new Map());
  const addresses = [null, address];
  const ports = blank.ports.map((port, index) => ({ ...port, address: addresses[index] ?? null }));
  return { ...blank, ports, nat } as DeviceRecord;
};
const FULL: NatSettings = {
  outside: 'eth1',
  filtering: 'endpoint-independent',
  ports: { first: 2000, last: 2999 },
  timeouts: { udp: 120e9 },
  forwards: [{ protocol: 'tcp', port: 8080, address: '203.0.113.7', to: 80 }],
};

function problems(nat: unknown): [name: string, field: unknown][] {
  const checked = validateRecords([router(nat)]);
  return 'problems' in checked ? checked.problems.map(({ name, parameters }) => [name, parameters['field']]) : [];
}

describe('address translation in a project', () => {
  it('keeps all it says', () => {
    const checked = validateRecords([router(FULL)]);
    expect(checked).toEqual({ records: [router(FULL)] });
  });

  it('is refused with the field that is wrong', () => {
    expect(problems({})).toEqual([['missing-field', 'nat.outside']]);
    expect(problems({ ...FULL, ports: { first: 9, last: 2 } })).toEqual([['range-reversed', 'nat.ports']]);
    expect(problems({ ...FULL, timeouts: { udp: 1 } })).toEqual([['out-of-range', 'nat.timeouts.udp']]);
    expect(problems({ ...FULL, forwards: [FULL.forwards![0], FULL.forwards![0]] })).toEqual([
      ['port-forwarded-twice', 'nat.forwards[1].port'],
    ]);
  });

  it('is for routers', () => {
    const host = { ...newDevice('host', { x: 0, y: 0 }, new Map()), nat: { outside: 'eth0' } };
    expect(validateRecords([host])).toMatchObject({ problems: [{ name: 'not-for-this-kind' }] });
  });

  it('is warned of where it can do nothing', () => {
    const found = (record: DeviceRecord): string[] => findings({ records: [record] }).map(({ name }) => name);
    expect(found(router(FULL))).toEqual([]);
    expect(found(router({ outside: 'eth9' }))).toEqual(['nat-port-unknown']);
    expect(found(router({ outside: 'eth1' }, null))).toEqual(['nat-without-address']);
    expect(found(router({ ...FULL, forwards: [{ ...FULL.forwards![0], address: '10.9.9.9' }] }))).toEqual([
      'nat-forward-outside-subnets',
    ]);
  });
});
