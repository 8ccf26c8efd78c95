import { describe, expect, it } from 'vitest';
import { KINDS } from '#contract/trace.ts';
import { groupOf, GROUPS, kindsOf } from '#renderer/stores/groups.ts';

describe('groups of kinds', () => {
  it('together hold every kind once', () => {
    const all = GROUPS.flatMap((group) => kindsOf(new Set([group])));
    expect(all.sort()).toEqual(Object.keys(KINDS).sort());
  });

  it('ask for no kinds in particular when all groups are wanted', () => {
    expect(kindsOf(new Set(GROUPS))).toEqual([]);
  });

  it('put what is thrown away with the drops, whatever layer it was on', () => {
    expect(['frame.dropped', 'arp.failed', 'tcp.failed'].map(groupOf)).toEqual(['drops', 'drops', 'drops']);
  });
});
