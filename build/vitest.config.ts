import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

/** Unit and component tests. Browser tests are Playwright's (`playwright.config.ts`). */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  plugins: [vue()],
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
