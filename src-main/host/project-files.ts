import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Refusal, refusal } from '#contract/problems.ts';
import { replaceFile } from './replace-file.ts';

/** Largest project that is read, bytes. */
export const LARGEST_FILE = 64 * 1024 * 1024;

/** A project as read: `name` is the last part of its path. */
export interface ProjectFile {
  path: string;
  name: string;
  text: string;
}

/** The operating system's word for what went wrong, as a sentence's name and parameters. */
function problemOf(error: unknown, otherwise: 'file.not-readable' | 'file.not-writable', path: string): Refusal {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  const parameters = { name: basename(path), path, code };
  if (code === 'ENOENT' || code === 'ENOTDIR') return refusal('file.not-found', parameters);
  if (code === 'EISDIR') return refusal('file.not-a-file', parameters);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return refusal('file.no-permission', parameters);
  if (code === 'ENOSPC' || code === 'EDQUOT') return refusal('file.disk-full', parameters);
  return refusal(otherwise, parameters);
}

/**
 * Reads a project's text. Refused with `file.not-found`, `file.not-a-file`, `file.no-permission`, `file.not-readable`,
 * `file.too-large` (more than `limit` bytes, found before it is read), `file.not-text` (not UTF-8).
 */
export async function readProject(path: string, limit: number = LARGEST_FILE): Promise<ProjectFile> {
  const name = basename(path);
  try {
    // Asked before it is opened: opening a pipe waits for a writer, and a device could give bytes for ever.
    const status = await stat(path);
    if (!status.isFile()) throw refusal('file.not-a-file', { name, path });
    if (status.size > limit) throw refusal('file.too-large', { name, path, size: status.size, limit });
    const bytes = await readFile(path);
    if (bytes.length > limit) throw refusal('file.too-large', { name, path, size: bytes.length, limit });
    return { path, name, text: textOf(bytes, name, path) };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw problemOf(error, 'file.not-readable', path);
  }
}

function textOf(bytes: Uint8Array, name: string, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refusal('file.not-text', { name, path });
  }
}

/**
 * Writes a file whole or not at all: what was there stays until the new bytes are on the disk. Refused with `file.not-found`
 * (its folder), `file.not-a-file`, `file.no-permission`, `file.disk-full`, `file.not-writable`.
 */
export async function writeWhole(path: string, data: string | Uint8Array): Promise<void> {
  try {
    await replaceFile(path, data);
  } catch (error) {
    throw problemOf(error, 'file.not-writable', path);
  }
}
