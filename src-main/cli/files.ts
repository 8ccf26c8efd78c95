import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LIMITS } from '#document/limits.ts';
import { problem } from '#document/problem.ts';
import { EXIT, Failure } from './failure.ts';
import { sentenceOf } from './sentences.ts';

/** Text of a project file. Throws a `Failure` with a sentence for everything that can be wrong with a file. */
export function readProject(path: string): string {
  let bytes: Uint8Array;
  try {
    // Asked before opening: a pipe would wait for a writer, a device could give bytes for ever.
    const status = statSync(path);
    if (status.isDirectory()) throw fileFailure(`${path} is a folder. Name the project file in it.`);
    if (!status.isFile()) throw fileFailure(`${path} is not an ordinary file. Name a project file.`);
    if (status.size > LIMITS.fileSize) {
      const large = problem('too-large', { size: status.size, most: LIMITS.fileSize });
      throw new Failure(EXIT.project, `${path}: ${sentenceOf(large)}`);
    }
    bytes = readFileSync(path);
  } catch (error) {
    throw named(error, `${path} cannot be read`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Failure(EXIT.project, `${path}: ${sentenceOf(problem('not-text'))}`);
  }
}

/**
 * Refuses early what could not be written later: a folder that is not there, a folder in place of a file, a file that is
 * one of `others` (the project, another output). Called before the network runs, so that no run is for nothing.
 */
export function checkOutput(option: string, path: string, others: readonly { path: string; is: string }[]): void {
  let status: Stats | undefined;
  try {
    const folder = statSync(dirname(path));
    if (!folder.isDirectory()) throw fileFailure(`${option}: ${dirname(path)} is not a folder.`);
    status = statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw named(error, `${option}: ${path} cannot be written`);
  }
  if (status?.isDirectory()) throw fileFailure(`${option}: ${path} is a folder. Add the name of a file.`);
  for (const other of others) {
    if (sameFile(path, other.path))
      throw new Failure(EXIT.usage, `${option}: ${path} is ${other.is}. Choose another name.`);
  }
}

/**
 * Writes a file piece by piece, whole or not at all: what was there stays until the last byte is on the disk. What is no
 * ordinary file (`/dev/stdout`, a pipe) is written to as it is. With `fresh`, a file that is there already is refused.
 */
export function writePieces(path: string, pieces: Iterable<Uint8Array | string>, fresh = false): void {
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status && fresh) throw fileFailure(`${path} is there already. Choose another name.`);
    if (status && !status.isFile()) {
      const device = openSync(path, 'w');
      try {
        writeAll(device, pieces);
      } finally {
        closeSync(device);
      }
      return;
    }
    // Through a symbolic link, to the file it means.
    const target = status ? realpathSync(path) : path;
    const beside = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
    const file = openSync(beside, 'wx', status ? status.mode : 0o666);
    try {
      writeAll(file, pieces);
      fsyncSync(file);
    } catch (error) {
      closeSync(file);
      rmSync(beside, { force: true });
      throw error;
    }
    closeSync(file);
    try {
      renameSync(beside, target);
    } catch (error) {
      rmSync(beside, { force: true });
      throw error;
    }
  } catch (error) {
    throw named(error, `${path} cannot be written`);
  }
}

function writeAll(file: number, pieces: Iterable<Uint8Array | string>): void {
  let waiting: string[] = [];
  let size = 0;
  const flush = (): void => {
    if (size === 0) return;
    whole(file, Buffer.from(waiting.join('')));
    waiting = [];
    size = 0;
  };
  for (const piece of pieces) {
    if (typeof piece !== 'string') {
      flush();
      whole(file, piece);
      continue;
    }
    waiting.push(piece);
    size += piece.length;
    // A line a time would be a system call a line.
    if (size >= 1 << 20) flush();
  }
  flush();
}

function whole(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

function sameFile(one: string, other: string): boolean {
  // Numbers of files are 64 bits long on some systems.
  const [first, second] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false, bigint: true }));
  if (first && second) return first.dev === second.dev && first.ino === second.ino;
  const real = (path: string): string => join(realpathSync(dirname(path)), basename(path));
  return real(one) === real(other);
}

function fileFailure(sentence: string): Failure {
  return new Failure(EXIT.file, sentence);
}

/** The operating system's refusals in words; anything else is our own mistake and goes on as it is. */
function named(error: unknown, what: string): unknown {
  if (error instanceof Failure || !(error instanceof Error) || !('code' in error)) return error;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file or folder. Look for a slip of the pen in its name',
    ENOTDIR: 'a part of its path is no folder. Look for a slip of the pen in its name',
    EACCES: 'you are not allowed to. Choose another place, or ask its owner',
    EPERM: 'you are not allowed to. Choose another place, or ask its owner',
    EROFS: 'that disk is read-only. Choose another place',
    ENOSPC: 'the disk is full. Make room, or choose another place',
    EDQUOT: 'your share of the disk is full. Make room, or choose another place',
    ENAMETOOLONG: 'the name is too long. Choose a shorter one',
    EISDIR: 'it is a folder. Add the name of a file',
    ELOOP: 'its symbolic links lead in a circle',
    EPIPE: 'the program it was for has ended',
  };
  const code = String(error.code);
  return fileFailure(`${what}: ${reasons[code] ?? `the operating system says ${code}`}.`);
}
