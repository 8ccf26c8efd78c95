import { describe, expect, it } from 'vitest';
import { FINDINGS } from '#document/findings/findings.ts';
import { PROBLEMS, problem, type ProblemName } from '#document/problem.ts';
import { FINDING_SENTENCES, PROBLEM_SENTENCES, sentenceOf } from '#cli/sentences.ts';

/** Parameters whose values can be found again in a sentence. */
function marked(parameters: readonly string[]): Record<string, string> {
  return Object.fromEntries(parameters.map((name) => [name, `‹${name}›`]));
}

// Told in other words: sizes in MiB, fields by what they hold, and a cable’s port by the device.
const UNSAID: Readonly<Record<string, readonly string[]>> = {
  'too-large': ['size', 'most'],
  'cable-to-itself': ['port'],
  'host-bits-set': ['field'],
};

describe('a problem', () => {
  it.each(Object.entries(PROBLEMS))('%s has a sentence that says all it knows: %j', (name, parameters) => {
    const sentence = PROBLEM_SENTENCES[name as ProblemName](marked(parameters));
    expect(sentence).toMatch(/^[^\s].*\.$/);
    expect(sentence).not.toContain('undefined');
    for (const parameter of parameters) {
      if (!UNSAID[name]?.includes(parameter)) expect(sentence).toContain(`‹${parameter}›`);
    }
  });

  it('has no sentence without a problem', () => {
    expect(Object.keys(PROBLEM_SENTENCES).sort()).toEqual(Object.keys(PROBLEMS).sort());
  });

  it('cannot steer a terminal by what stands in the file', () => {
    const sentence = sentenceOf(problem('bad-address', { record: 'pc1', field: 'gateway', value: '\u001b[2J\u0007' }));
    expect(sentence).not.toMatch(/\p{Cc}/u);
  });

  it('of a large file gives sizes a person can compare', () => {
    const sentence = sentenceOf(problem('too-large', { size: 17 * 2 ** 20, most: 2 ** 24 }));
    expect(sentence).toContain('17 MiB');
    expect(sentence).toContain('16 MiB');
  });
});

describe('a finding', () => {
  it.each(Object.entries(FINDINGS))('%s has a sentence that says all it knows: %j', (name, parameters) => {
    const sentence = FINDING_SENTENCES[name as keyof typeof FINDINGS](marked(parameters));
    expect(sentence).toMatch(/^[^\s].*\.$/);
    for (const parameter of parameters) expect(sentence).toContain(`‹${parameter}›`);
  });
});
