import { describe, expect, it } from 'vitest';
import { HOP_COLUMNS, hopTableMarkdown, type Hop } from '#notes/hop-table.ts';
import { HOP_TITLES } from '#notes/titles.ts';

const hop = (more: Partial<Hop> = {}): Hop => ({
  departure: 0,
  from: 'pc1',
  fromPort: 'eth0',
  to: 'router1',
  toPort: 'eth0',
  reason: null,
  fields: { 'eth.src': '02:00:00:00:00:01', 'ip.ttl': '64', 'ip.version': '4' },
  changed: [],
  ...more,
});
const second = hop({
  departure: 18_800,
  from: 'router1',
  fromPort: 'eth1',
  to: 'server1',
  fields: { 'eth.src': '02:00:00:00:00:04', 'ip.ttl': '63', 'ip.version': '4' },
  changed: ['eth.src', 'ip.ttl'],
});

describe('a hop table', () => {
  it('has a row a hop, a column a field, and what changed in bold', () => {
    expect(hopTableMarkdown([hop(), second], HOP_TITLES.en).split('\n')).toEqual([
      '| Hop | Leaves at (s) | From | To | Source MAC | TTL |',
      '| ---: | ---: | --- | --- | --- | --- |',
      '| 1 | 0.000000000 | pc1.eth0 | router1.eth0 | 02:00:00:00:00:01 | 64 |',
      '| 2 | 0.000018800 | router1.eth1 | server1.eth0 | **02:00:00:00:00:04** | **63** |',
      '',
      '**Bold**: differs from the hop before.',
      '',
    ]);
  });

  it('has Korean titles for a Korean reader', () => {
    const table = hopTableMarkdown([hop(), second], HOP_TITLES.ko);
    expect(table).toContain('| 홉 | 출발 시각 (초) | 보낸 곳 | 받은 곳 | 출발지 MAC | TTL |');
    expect(table).toContain('굵은 글씨');
  });

  it('says where a packet ended and why', () => {
    const lost = hop({ reason: 'ttl-expired' });
    expect(hopTableMarkdown([lost], HOP_TITLES.en)).toContain('| router1.eth0 dropped: `ttl-expired` |');
    expect(hopTableMarkdown([{ ...lost, to: null, toPort: null }], HOP_TITLES.en)).toContain(
      '| dropped: `ttl-expired` |',
    );
  });

  it('shows a field that is not usually shown when it changed', () => {
    const table = hopTableMarkdown([hop(), { ...second, changed: ['ip.version'] }], HOP_TITLES.en);
    expect(table).toContain('| ip.version |');
    expect(table).toContain('**4**');
  });

  it('leaves a cell empty where a hop has no such field', () => {
    expect(hopTableMarkdown([hop(), { ...second, fields: { 'ip.ttl': '63' } }], HOP_TITLES.en)).toContain(
      '| server1.eth0 |  | **63** |',
    );
  });

  it('is a whole table whatever a device is called', () => {
    const table = hopTableMarkdown([hop({ from: 'a|b\n<b>*x*' })], HOP_TITLES.en);
    expect(table.split('\n')[2]).toContain('| a\\|b \\<b\\>\\*x\\*.eth0 |');
  });

  it('of no hops is a table without rows', () => {
    expect(hopTableMarkdown([], HOP_TITLES.en).trimEnd().split('\n')).toHaveLength(2);
  });
});

describe('the words of a hop table', () => {
  it.each(['en', 'ko'] as const)('have a title for every column: %s', (locale) => {
    for (const name of HOP_COLUMNS) expect(HOP_TITLES[locale].fields).toHaveProperty([name]);
  });
  it('are the same set in both languages', () => {
    expect(Object.keys(HOP_TITLES.ko.fields)).toEqual(Object.keys(HOP_TITLES.en.fields));
  });
});
