import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandNames } from '#engine/apps/builtins.ts';
import { lab } from '#support/lab.ts';

const SEED = 60217;

const WORDS = [
  ...['-a', '-n', '-c', '1', '-s', '-i', '0', '-1', '99999999999', '-l', '-p', '80', '--', '-', '', '-xyz', '--help'],
  ...['10.0.0.1', '10.0.0.2', '10.0.0.99', '192.0.2.1', '0.0.0.0', '255.255.255.255', '10.0.0.0/24', '10.0.0.7/33'],
  ...['eth0', 'eth9', 'lo', 'dev', 'via', 'add', 'del', 'show', 'get', 'set', 'flush', 'up', 'down', 'addr', 'route'],
  ...[
    'link',
    'neigh',
    'default',
    'state',
    'established',
    'sport',
    '=',
    ':80',
    'dst',
    '(',
    ')',
    'not',
    'metric',
    'lladdr',
  ],
  ...[
    '02:00:00:00:00:09',
    'http://10.0.0.2/',
    'www',
    'localhost',
    '&&',
    '||',
    ';',
    '&',
    '|',
    'grep',
    'wc',
    'head',
    "'",
  ],
];

const line = fc
  .tuple(fc.constantFrom(...commandNames()), fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }))
  .map(([command, words]) => [command, ...words].join(' '));
const action = fc.oneof({ weight: 6, arbitrary: line }, { weight: 1, arbitrary: fc.constantFrom('^C', '^D') });

describe('whatever is typed at a terminal', () => {
  it(`never throws, and is the same when it is lived again (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 12 }), (typed) => {
        const network = lab('pc1 -- switch1 -- pc2, router1 -- switch1', { limit: 60_000 });
        for (const one of typed) {
          network.type('pc1', one);
          network.timeline.advance(network.timeline.now + 300e6, 20_000);
        }
        const before = network.screen('pc1');
        const { now, cursor } = network.timeline;
        network.timeline.seek(0);
        network.timeline.seek(now);
        expect(network.screen('pc1')).toEqual(before);
        expect(network.timeline.cursor).toBe(cursor);
      }),
      { seed: SEED, numRuns: 400 },
    );
  });
});
