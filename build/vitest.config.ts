import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { configDefaults, defineConfig } from 'vitest/config';

/** Tests of pure code, which leaves nothing behind: their files share workers, and what they import is loaded once. */
const PURE = ['tests/main/engine/**/*.test.ts', 'tests/main/document/**/*.test.ts'];
const processors = cpus().length;

/** Unit and component tests. Browser tests are Playwright's (`playwright.config.ts`). */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  plugins: [vue()],
  test: {
    // Ten times what the longest takes on two slow cores: a limit ends what hangs, it measures nothing.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Left to itself the runner keeps one processor free for itself; where there are two, that is half of them.
    maxWorkers: Math.max(Math.min(2, processors), processors - 1),
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      {
        extends: true,
        test: { name: 'others', include: ['tests/**/*.test.ts'], exclude: [...configDefaults.exclude, ...PURE] },
      },
    ],
  },
});
