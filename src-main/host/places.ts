import { readFileSync } from 'node:fs';

/** Where the parts of the program lie, seen from its entry. */
export interface Places {
  /** The module of the simulation thread. */
  thread: URL;
  /** The module of a program of the kernel lab. */
  labProgram: URL;
  /** The folder of the built window. */
  renderer: URL;
  product: string;
  version: string;
}

/**
 * The places, for an entry whose `import.meta.url` is `entry`: a bundle (`out/main/*.js`), or a source file two folders below
 * the root (`src-main/web/main.ts`), which plain Node runs too.
 */
export function placesOf(entry: string): Places {
  const source = entry.endsWith('.ts');
  // The paths are values, so that the bundler does not take them for files to bundle.
  const [thread, labProgram, renderer, about] = source
    ? ['../worker/thread.ts', '../sockets/kernel-lab/program.ts', '../../out/renderer/', '../../package.json']
    : ['./worker.js', './lab-program.js', '../renderer/', '../../package.json'];
  const { productName, version } = JSON.parse(readFileSync(new URL(about, entry), 'utf8')) as Record<string, string>;
  return {
    thread: new URL(thread, entry),
    labProgram: new URL(labProgram, entry),
    renderer: new URL(renderer, entry),
    product: productName ?? 'Hopscope',
    version: version ?? '0',
  };
}
