import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';

const path = (place: string): string => fileURLToPath(new URL(place, import.meta.url));

/** What Electron 45 embeds; electron-vite does not know it yet. */
const NODE = 'node24.18';
const CHROMIUM = 'chrome156';
/** The licences of all that was bundled travel with the bundles. */
const license = { fileName: 'licenses.md' };

/** Everything is bundled: the package holds no `node_modules`. */
export default defineConfig({
  main: {
    build: {
      target: NODE,
      externalizeDeps: false,
      license,
      rolldownOptions: {
        input: {
          index: path('src-main/electron/main.ts'),
          worker: path('src-main/worker/thread.ts'),
          'lab-program': path('src-main/sockets/kernel-lab/program.ts'),
          web: path('src-main/web/main.ts'),
          cli: path('src-main/cli/main.ts'),
        },
        // Code the programs share lies beside them, so that an address relative to `import.meta.url` means the same in both.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'shared-[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: NODE,
      externalizeDeps: false,
      license,
      rolldownOptions: {
        input: { index: path('src-main/electron/preload.ts') },
        // A sandboxed preload must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: path('src-renderer'),
    plugins: [vue()],
    build: {
      target: CHROMIUM,
      minify: true,
      license,
      // Nothing inlined as data: addresses that the content security policy would have to allow.
      assetsInlineLimit: 0,
      // kB. What is read from this machine's disk may be larger than what travels over a network.
      chunkSizeWarningLimit: 1200,
      rolldownOptions: { input: { index: path('src-renderer/index.html') } },
    },
  },
});
