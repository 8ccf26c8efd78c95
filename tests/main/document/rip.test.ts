import { describe, expect, it } from 'vitest';
import { newDevice } from '#document/edits.ts';
import { findings } from '#document/findings/findings.ts';
import type { DeviceRecord } from '#document/records.ts';
import type { RipSettings } from '#document/rip.ts';
import { validateRecords } from '#document/validate.ts';

const router = (rip: unknown): DeviceRecord =>
  ({ ...newDevice('router', { x: 0, y: 0 }, new Map()), rip }) as DeviceRecord;
const FULL: RipSettings = {
  ports: ['eth0', 'eth1'],
  times: { update: 10e9, timeout: 60e9, garbage: 40e9 },
  splitHorizon: 'off',
  triggered: false,
  announceStatic: true,
};
function problems(rip: unknown): [name: string, field: unknown][] {
  const checked = validateRecords([router(rip)]);
  return 'problems' in checked ? checked.problems.map(({ name, parameters }) => [name, parameters['field']]) : [];
}

describe('RIP in a project', () => {
  it('keeps all it says', () => {
    expect(validateRecords([router(FULL)])).toEqual({ records: [router(FULL)] });
    expect(validateRecords([router({})])).toEqual({ records: [router({})] });
  });

  it('is refused with the field that is wrong', () => {
    expect(problems({ splitHorizon: 'sometimes' })).toEqual([['unknown-choice', 'rip.splitHorizon']]);
    expect(problems({ times: { update: 1 } })).toEqual([['out-of-range', 'rip.times.update']]);
    expect(problems({ version: 1 })).toEqual([['unknown-field', 'rip.version']]);
    const host = { ...newDevice('host', { x: 0, y: 0 }, new Map()), rip: {} };
    expect(validateRecords([host])).toMatchObject({ problems: [{ name: 'not-for-this-kind' }] });
  });

  it('is warned of where it cannot work', () => {
    const found = (rip: RipSettings): string[] => findings({ records: [router(rip)] }).map(({ name }) => name);
    expect(found(FULL)).toEqual([]);
    expect(found({ ports: ['eth9'] })).toEqual(['rip-port-unknown']);
    expect(found({ times: { timeout: 20e9 } })).toEqual(['rip-times-out-early']);
  });
});
