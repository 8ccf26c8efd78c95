import { describe, expect, it } from 'vitest';
import { complete, optionsOf } from '#renderer/terminal/completion.ts';

const WORDS = {
  commands: [
    { name: 'ip', synopsis: 'ip {addr | link | route | neigh} [show | add | del] …' },
    { name: 'ping', synopsis: 'ping [-bq] [-c count] destination' },
    { name: 'ps', synopsis: 'ps [-ef | aux]' },
    { name: 'curl', synopsis: 'curl [-v] [--max-time seconds] URL' },
  ],
  devices: [
    { name: 'server1', addresses: ['192.168.2.10'] },
    { name: 'router1', addresses: ['192.168.1.1', '192.168.2.1'] },
    { name: 'switch1', addresses: [] },
  ],
  interfaces: ['eth0'],
};

describe('completion', () => {
  it.each([
    ['pi', 'ping', true, []],
    ['p', 'p', false, ['ping', 'ps']],
    ['netst', 'netst', false, []],
    ['sleep 1; cu', 'curl', true, []],
    ['ping -c 1 10.0.0.1 && i', 'ip', true, []],
    ['ping -', '-', false, ['-b', '-c', '-q']],
    ['curl --m', '--max-time', true, []],
    ['ip ro', 'route', true, []],
    ['ip link show e', 'eth0', true, []],
    ['ping server1', '192.168.2.10', true, []],
    ['ping ser', '192.168.2.10', true, []],
    ['ping rou', 'rou', false, ['192.168.1.1', '192.168.2.1']],
    ['ping 192.168.2', '192.168.2.1', false, ['192.168.2.1', '192.168.2.10']],
    ['ping switch1', 'switch1', false, []],
  ])('of %j is %j', (before, word, whole, choices) =>
    expect(complete(before, WORDS)).toEqual({ word, whole, choices }),
  );

  it('finds the options of a synopsis, one letter each', () => {
    expect(optionsOf('ss [-antu] [--long-one x] [-o file] state-name')).toEqual([
      '--long-one',
      '-a',
      '-n',
      '-o',
      '-t',
      '-u',
    ]);
  });
});
