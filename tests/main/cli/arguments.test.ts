import { describe, expect, it } from 'vitest';
import { parseArguments, parseDuration } from '#cli/arguments.ts';
import { EXIT, Failure } from '#cli/failure.ts';

const plain = {
  command: 'run',
  file: 'a.hop',
  duration: null,
  seed: null,
  pcap: null,
  events: null,
  json: false,
  facts: 2_000_000,
};

function refusal(ask: () => unknown): Failure {
  try {
    ask();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a duration', () => {
  it.each([
    ['10s', 10e9],
    ['250ms', 250e6],
    ['5us', 5000],
    ['5µs', 5000],
    ['100ns', 100],
    ['2m', 120e9],
    ['1min', 60e9],
    ['1h', 3600e9],
    ['0s', 0],
    ['1.5s', 1.5e9],
    ['0.3us', 300],
    ['4.35s', 4.35e9],
    ['1.000000001s', 1_000_000_001],
  ])('%s is %i ns', (text, time) => {
    expect(parseDuration(text)).toBe(time);
  });

  it.each(['10', 's', '', '-1s', '1e3s', '1 s', '1S', '0x1s', 'constructor', '1constructor', '1.2.3s', 'ten s'])(
    '%j is refused with an example of how to write it',
    (text) => {
      expect(refusal(() => parseDuration(text)).message).toContain('10s, 250ms, 5us');
    },
  );

  it('of half a nanosecond is refused', () => {
    expect(refusal(() => parseDuration('0.5ns')).message).toContain('whole nanoseconds');
  });
  it('longer than a project may have is refused', () => {
    expect(refusal(() => parseDuration('999999h')).message).toContain('at most');
  });
});

describe('the words of a command', () => {
  it('may be a file alone', () => {
    expect(parseArguments(['run', 'a.hop'])).toEqual(plain);
  });
  it('may have their options before and behind the file, with = or a blank', () => {
    const all = [
      'run',
      '--for=2s',
      '--json',
      'a.hop',
      '--seed',
      '7',
      '--pcap',
      'x.pcapng',
      '--events=y=z.jsonl',
      '--facts=5',
    ];
    expect(parseArguments(all)).toEqual({
      ...plain,
      duration: 2e9,
      seed: 7,
      pcap: 'x.pcapng',
      events: 'y=z.jsonl',
      facts: 5,
      json: true,
    });
  });
  it('take what follows -- for a file, whatever it looks like', () => {
    expect(parseArguments(['run', '--', '--json'])).toEqual({ ...plain, file: '--json' });
  });
  it.each([[['--help']], [['-h']], [['help']], [['run', '--help']]])('%j ask for help', (words) => {
    expect(parseArguments(words)).toEqual({ command: 'help' });
  });
  it('ask for the version and for the starter project', () => {
    expect(parseArguments(['--version'])).toEqual({ command: 'version' });
    expect(parseArguments(['starter', 'new.hop'])).toEqual({ command: 'starter', file: 'new.hop' });
  });

  it.each([
    [[], 'Say what to do'],
    [['fly'], 'no command "fly"'],
    [['run'], 'needs the name of a project file'],
    [['run', 'a.hop', 'b.hop'], '"b.hop" is left over'],
    [['run', 'a.hop', '--fast'], 'no option "--fast"'],
    [['run', 'a.hop', '--json=yes'], 'no option "--json=yes"'],
    [['run', 'a.hop', '--for'], '--for needs a value'],
    [['run', 'a.hop', '--pcap='], '--pcap needs a value'],
    [['run', 'a.hop', '--seed', '1', '--seed', '2'], '--seed is there twice'],
    [['run', 'a.hop', '--seed', '4294967296'], '--seed takes a whole number'],
    [['run', 'a.hop', '--seed', '1.5'], '--seed takes a whole number'],
    [['run', 'a.hop', '--facts', '0'], '--facts takes a whole number'],
    [['run', 'a.hop', '--facts', 'many'], '--facts takes a whole number'],
    [['starter'], 'starter needs the name'],
    [['starter', 'a.hop', 'b.hop'], '"b.hop" is left over'],
  ])('%j are refused with a sentence and where to find help', (words, sentence) => {
    const failure = refusal(() => parseArguments(words));
    expect(failure.exitCode).toBe(EXIT.usage);
    expect(failure.message).toContain(sentence);
    expect(failure.message).toContain('--help');
  });
});
