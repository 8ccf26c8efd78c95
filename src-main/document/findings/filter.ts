import type { FilterRule } from '#engine/net/filter-settings.ts';
import type { DeviceRecord } from '../records.ts';

type Tell = (
  name: 'filter-port-unknown' | 'filter-forwards-nothing' | 'filter-never-reached',
  parameters: Record<string, string | number>,
) => void;

/** Rules of a packet filter that can never do anything. */
export function filterFindings(device: DeviceRecord, tell: Tell): void {
  const ports = new Set(device.ports.map(({ name }) => name));
  const all = new Map<FilterRule['direction'], number>();
  device.filter?.rules.forEach((rule, index) => {
    const about = { device: device.name, rule: index + 1 };
    for (const port of [rule.from, rule.to]) {
      if (port !== undefined && !ports.has(port)) tell('filter-port-unknown', { ...about, port });
    }
    if (rule.direction === 'forward' && device.kind !== 'router') tell('filter-forwards-nothing', about);
    const earlier = all.get(rule.direction);
    if (earlier !== undefined) tell('filter-never-reached', { ...about, other: earlier });
    else if (matchesAll(rule)) all.set(rule.direction, index + 1);
  });
}

function matchesAll({ action: _action, direction: _direction, rejectWith: _with, ...conditions }: FilterRule): boolean {
  return Object.entries(conditions).every(
    ([field, value]) => value === undefined || (field === 'established' && value === false),
  );
}
