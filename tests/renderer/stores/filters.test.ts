// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';
import { beforeEach, describe, expect, it } from 'vitest';
import { compileFilter } from '#engine/wire/filter/filter.ts';
import { FILTER_FIELDS } from '#engine/wire/filter/fields.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { DEFAULT_RULES, useFilters } from '#renderer/stores/filters.ts';

beforeEach(() => {
  localStorage.clear();
  setActivePinia(createPinia());
});

describe('filters of a person', () => {
  it('begin with rules that can be compiled, each with a sign of its own', () => {
    for (const { filter } of DEFAULT_RULES) expect(compileFilter(filter)).toHaveProperty('filter');
    expect(new Set(DEFAULT_RULES.map(({ sign }) => sign)).size).toBe(DEFAULT_RULES.length);
    expect(useFilters().active).toEqual(DEFAULT_RULES);
  });

  it('are kept for the next start: what was used, and the rules', async () => {
    const first = useFilters();
    for (const text of ['tcp', 'arp', 'tcp', ' ']) first.remember(text);
    first.rules[0]!.enabled = false;
    await nextTick();
    setActivePinia(createPinia());
    expect(useFilters().recent).toEqual(['tcp', 'arp']);
    expect(useFilters().rules[0]!.enabled).toBe(false);
    expect(useFilters().active).toEqual(DEFAULT_RULES.slice(1));
  });

  it('that were kept wrongly are left out', () => {
    localStorage.setItem(
      'hopscope.kept',
      JSON.stringify({
        'filters.recent': [1, 'udp'],
        'filters.rules': [{ filter: 3 }, null, { filter: 'udp', sign: '●', tint: 'blue' }],
      }),
    );
    expect(useFilters().recent).toEqual(['udp']);
    expect(useFilters().rules).toEqual([{ filter: 'udp', sign: '●', tint: 'blue', enabled: true }]);
  });

  it('of a rule that cannot be compiled does not count', () => {
    const filters = useFilters();
    filters.rules = [{ filter: 'tcp &&', sign: '●', tint: 'blue', enabled: true }];
    expect(filters.active).toEqual([]);
  });

  it('know the names and addresses that are drawn', async () => {
    await useDocument().open(writeDocument(starterDocument()));
    const known = (name: string) => useFilters().known(FILTER_FIELDS.get(name)!);
    expect(known('hop.device')).toContain('pc1');
    expect(known('hop.port')).toContain('eth0');
    expect(known('ip.dst').some((address) => 'filter' in compileFilter(`ip.dst == ${address}`))).toBe(true);
    expect(known('eth.src').length).toBeGreaterThan(0);
    expect(known('tcp.port')).toEqual([]);
  });
});
