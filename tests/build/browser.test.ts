import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { browserArguments, FEATURES_OFF } from '#build/browser.mjs';
import { ROOT } from '#build/imports.ts';

test('what Playwright turns off in a browser stays off: of several lists the browser keeps the last', () => {
  const source = readFileSync(join(ROOT, 'node_modules', 'playwright-core', 'lib', 'coreBundle.js'), 'utf8');
  const list = /disabledFeatures = \[(.*?)\]/s.exec(source)![1]!;
  const own = [...list.matchAll(/^\s*"(\w+)",?$/gm)].map(([, name]) => name!);
  expect(own.length).toBeGreaterThan(5);
  expect(FEATURES_OFF).toEqual(expect.arrayContaining(own));
  expect(browserArguments().filter((word) => word.startsWith('--disable-features='))).toHaveLength(1);
});
