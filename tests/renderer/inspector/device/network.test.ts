import { describe, expect, it } from 'vitest';
import { NETWORK_OPTIONS } from '#document/network.ts';
import en from '#renderer/locales/en/network.ts';
import { networkGroups } from '#renderer/inspector/device/network.ts';

describe('the settings of the network layer', () => {
  it('all stand under a heading, with a name, on a host or on a router', () => {
    const groups = [...networkGroups(true), ...networkGroups(false)];
    const placed = new Set(groups.flatMap(({ names }) => names));
    expect([...placed].sort()).toEqual(Object.keys(NETWORK_OPTIONS).sort());
    expect(Object.keys(en.setting).sort()).toEqual(Object.keys(NETWORK_OPTIONS).sort());
    expect(Object.keys(en.group).sort()).toEqual([...new Set(groups.map(({ group }) => group))].sort());
  });

  it('have a name for each of their words', () => {
    const words = Object.values(NETWORK_OPTIONS).flatMap((statement) => statement.words ?? []);
    expect(Object.keys(en.word).sort()).toEqual([...new Set(words)].sort());
  });
});
