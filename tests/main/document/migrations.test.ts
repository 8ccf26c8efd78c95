import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { migrate, unproven } from '#document/migrations.ts';
import { readDocument } from '#document/read.ts';
import { CURRENT_VERSION } from '#document/records.ts';

const folder = new URL('fixtures/', import.meta.url);
const fixtures = new Map(
  readdirSync(folder).map((file) => [
    Number(/^version-(\d+)\.hop$/.exec(file)?.[1]),
    readFileSync(new URL(file, folder), 'utf8'),
  ]),
);

describe('every version of the format', () => {
  it('has a project in fixtures and a step to the next one', () => {
    expect(unproven(new Set(fixtures.keys()))).toEqual([]);
  });

  it.each([...fixtures])('is opened by this one: version %i', (version, text) => {
    expect(JSON.parse(text)).toMatchObject({ format: 'hopscope', version });
    expect(readDocument(text)).toMatchObject({ document: { version: CURRENT_VERSION } });
  });
});

describe('the guard of migrations', () => {
  it('names a version without a project', () => {
    expect(unproven(new Set([1]), 2, { 1: () => ({}) })).toEqual([2]);
  });
  it('names a version without a step to the next one', () => {
    expect(unproven(new Set([1, 2, 3]), 3, { 2: () => ({}) })).toEqual([1]);
  });
  it('is content with all versions proven', () => {
    expect(unproven(new Set([1, 2, 3]), 3, { 1: () => ({}), 2: () => ({}) })).toEqual([]);
  });
});

describe('a migration', () => {
  const steps = {
    1: (project: Record<string, unknown>) => ({ ...project, colour: 'grey' }),
    2: ({ colour, ...project }: Record<string, unknown>) => ({ ...project, paint: colour }),
  };
  it('goes through every version between', () => {
    expect(migrate({ format: 'hopscope', version: 1 }, 1, 3, steps)).toEqual({
      format: 'hopscope',
      version: 3,
      paint: 'grey',
    });
  });
  it('begins at the version of the file', () => {
    expect(migrate({ version: 2, colour: 'red' }, 2, 3, steps)).toEqual({ version: 3, paint: 'red' });
  });
  it('leaves a project of this version as it is', () => {
    const project = { version: 3 };
    expect(migrate(project, 3, 3, steps)).toBe(project);
  });
  it('that is missing is our mistake, and throws', () => {
    expect(() => migrate({}, 1, 4, steps)).toThrow('version 3');
  });
});
