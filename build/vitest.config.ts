import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

/** Unit and component tests. Browser tests are Playwright's (`playwright.config.ts`). */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  plugins: [vue()],
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
