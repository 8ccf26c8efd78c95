import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folders } from '#support/folder.ts';
import { LIMITS } from '#document/limits.ts';
import { EXIT, Failure } from '#cli/failure.ts';
import { checkOutput, readProject, writePieces } from '#cli/files.ts';

const folder = folders();

function refusal(ask: () => unknown): Failure {
  try {
    ask();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a file that is written', () => {
  it('is whole, from pieces of text and bytes', async () => {
    const path = join(await folder(), 'out');
    writePieces(path, ['가나', Uint8Array.of(33, 10), 'x\n']);
    expect(readFileSync(path, 'utf8')).toBe('가나!\nx\n');
  });

  it('stays as it was when a piece cannot be made, and nothing is left beside it', async () => {
    const inside = await folder();
    const path = join(inside, 'out');
    writeFileSync(path, 'before');
    const pieces = function* () {
      yield new Uint8Array(1 << 16);
      throw new RangeError('no more');
    };
    expect(() => writePieces(path, pieces())).toThrow('no more');
    expect(readFileSync(path, 'utf8')).toBe('before');
    expect(readdirSync(inside)).toEqual(['out']);
  });

  it('keeps the mode of the file it replaces', async () => {
    const path = join(await folder(), 'out');
    writeFileSync(path, 'before', { mode: 0o600 });
    const { mode } = statSync(path);
    writePieces(path, ['after']);
    expect([readFileSync(path, 'utf8'), statSync(path).mode]).toEqual(['after', mode]);
  });

  it.runIf(process.platform !== 'win32')('is the one a symbolic link means', async () => {
    const inside = await folder();
    const [path, link] = [join(inside, 'out'), join(inside, 'link')];
    writeFileSync(path, 'before');
    symlinkSync(path, link);
    writePieces(link, ['after']);
    expect(readFileSync(path, 'utf8')).toBe('after');
    expect(readdirSync(inside).sort()).toEqual(['link', 'out']);
  });

  it('that must be new is refused when one is there', async () => {
    const path = join(await folder(), 'out');
    writeFileSync(path, 'before');
    expect(refusal(() => writePieces(path, ['after'], true)).message).toContain('there already');
    expect(readFileSync(path, 'utf8')).toBe('before');
  });

  it('in a folder that is not there is refused with a sentence', async () => {
    const path = join(await folder(), 'nowhere', 'out');
    expect(refusal(() => writePieces(path, ['x']))).toMatchObject({ exitCode: EXIT.file });
  });
});

describe('an output', () => {
  it.each([
    ['in a folder that is not there', 'nowhere/out', EXIT.file],
    ['in a file', 'project.hop/out', EXIT.file],
    ['that is a folder', 'sub', EXIT.file],
    ['that is the project', 'project.hop', EXIT.usage],
    ['that is the project by another way', 'sub/../project.hop', EXIT.usage],
  ])('%s is refused before anything runs', async (_name, path, exitCode) => {
    const inside = await folder();
    mkdirSync(join(inside, 'sub'));
    const project = join(inside, 'project.hop');
    writeFileSync(project, '{}');
    const failure = refusal(() =>
      checkOutput('--pcap', `${inside}/${path}`, [{ path: project, is: 'the project itself' }]),
    );
    expect(failure.exitCode).toBe(exitCode);
    expect(failure.message).toMatch(/^--pcap: /);
    expect(readFileSync(project, 'utf8')).toBe('{}');
  });

  it('that is another output, which is not there yet, is refused', async () => {
    const inside = await folder();
    mkdirSync(join(inside, 'sub'));
    const other = { path: join(inside, 'out'), is: 'the capture' };
    expect(refusal(() => checkOutput('--events', `${inside}/sub/../out`, [other])).message).toContain('is the capture');
    expect(() => checkOutput('--events', `${inside}/events`, [other])).not.toThrow();
  });
});

describe('a project file', () => {
  it('that is not there, is a folder, or is too large is refused with a sentence', async () => {
    const inside = await folder();
    const large = join(inside, 'large.hop');
    writeFileSync(large, new Uint8Array(LIMITS.fileSize + 1));
    expect(refusal(() => readProject(join(inside, 'none.hop'))).message).toContain('no such file');
    expect(refusal(() => readProject(inside)).message).toContain('is a folder');
    expect(refusal(() => readProject(large))).toMatchObject({ exitCode: EXIT.project });
  });
  it('that is not UTF-8 is refused as no text', async () => {
    const path = join(await folder(), 'a.hop');
    writeFileSync(path, Uint8Array.of(0xff, 0xfe, 0x00));
    expect(refusal(() => readProject(path)).message).toContain('not text');
  });
});
