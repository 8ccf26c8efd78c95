/** What the concepts in short tell a learner to type does what they say, on the template they name. */
import { describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import type { DeviceRecord, HopDocument } from '#document/records.ts';
import { topologyOf } from '#document/topology.ts';
import en from '#renderer/locales/en/help.ts';
import ko from '#renderer/locales/ko/help.ts';
import { Lab } from '#support/lab.ts';
import { segments } from '#support/seen.ts';

/** A word of a concept, which must stand there in both languages. */
function told(topic: keyof typeof en.topics, line: string): string {
  for (const { topics } of [en, ko]) expect(topics[topic].here).toContain(line);
  return line;
}

function twoSubnets(settings: Partial<DeviceRecord> = {}): Lab {
  const document: HopDocument = starterDocument();
  const records = document.records.map((record) => (record.id === 'pc1' ? { ...record, ...settings } : record));
  return new Lab(topologyOf({ ...document, records: records as HopDocument['records'] })).run('1s');
}

describe('what is told to be tried', () => {
  it('half-close: the server still sends after the FIN of nc -N', () => {
    const seen = twoSubnets();
    seen.type('pc1', told('half-close', 'nc -N 192.168.2.10 80 <<< hello')).run('2s');
    const all = segments(seen);
    const fin = all.findIndex((one) => one.startsWith('pc1 FIN'));
    const data = all.findIndex((one) => one.startsWith('server1') && one.includes('(100)'));
    expect(fin).toBeGreaterThan(0);
    expect(data).toBeGreaterThan(fin);
    expect(seen.screen('pc1').join('\n')).toContain('abcdefghij');
  });

  it('port exhaustion: of four connections the last finds no port', () => {
    for (const limit of ['50000', '50002']) told('port-exhaustion', limit);
    const seen = twoSubnets({ transport: { ephemeralFirst: 50_000, ephemeralLast: 50_002 } });
    seen.type('server1', told('port-exhaustion', 'nc -k -l 7'));
    for (let time = 0; time < 4; time++) seen.type('pc1', told('port-exhaustion', 'nc -zv 192.168.2.10 7')).run('1s');
    const answers = seen.screen('pc1').filter((line) => !line.includes('$'));
    expect(answers.slice(0, 3)).toEqual(Array(3).fill('Connection to 192.168.2.10 7 port [tcp/*] succeeded!'));
    expect(answers[3]).toContain('Cannot assign requested address');
    expect(
      seen
        .type('pc1', 'netstat')
        .run('1s')
        .screen('pc1')
        .join('\n')
        .match(/TIME_WAIT/g),
    ).toHaveLength(3);
  });
});
