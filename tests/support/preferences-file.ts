import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a test's person begins with: somebody who has looked around before, so that nothing stands in the way. */
export const EXPERIENCED = { 'tour.seen': true };

/** Puts preferences into a data folder before the application starts, unless it holds some already. */
export function keepPreferences(folder: string, values: Readonly<Record<string, unknown>> = EXPERIENCED): void {
  const path = join(folder, 'preferences.json');
  if (existsSync(path)) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, JSON.stringify({ format: 'hopscope-preferences', version: 1, values }));
}
