/** Bundles the browser entry with all it needs, WebAssembly included, into one file: dist/browser.bundle.js. Its licences stand beside it. */
import { appendFileSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

await build({
  root: fileURLToPath(new URL('..', import.meta.url)),
  configFile: false,
  logLevel: 'warn',
  resolve: { conditions: ['pipit-source', 'browser', 'module', 'import'] },
  build: {
    target: 'es2022',
    lib: { entry: 'src/browser/index.ts', formats: ['es'], fileName: () => 'browser.bundle.js' },
    outDir: 'dist',
    emptyOutDir: false,
    sourcemap: false,
    license: { fileName: 'browser.bundle.licenses.md' },
    chunkSizeWarningLimit: 2000,
    // Audio is decoded in the page's own thread; one file is easier to serve than a folder.
    rolldownOptions: { output: { codeSplitting: false } },
  },
});

// What the bundler does not see: the library that was compiled into the WebAssembly.
appendFileSync(
  new URL('../dist/browser.bundle.licenses.md', import.meta.url),
  `\n${readFileSync(new URL('libopus.licence.md', import.meta.url), 'utf8')}`,
);
