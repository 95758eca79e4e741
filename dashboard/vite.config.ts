/** Builds the dashboard to static files, which the broker serves; for `vite dev`, the broker's address is PIPIT_BROKER. */
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defaultClientConditions, defaultServerConditions, defineConfig } from 'vite';

const broker = process.env['PIPIT_BROKER'] ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [
    sveltekit({
      // One page for all addresses: which of them exist is known to the program in the browser.
      adapter: adapter({ pages: 'build', fallback: 'index.html', precompress: true }),
      // The page starts by a script within; any other one that stands in it is refused.
      csp: {
        mode: 'hash',
        directives: {
          'default-src': ['none'],
          // blob: sound is taken and played by small programs in the browser's audio thread.
          'script-src': ['self', 'wasm-unsafe-eval', 'blob:'],
          'style-src': ['self', 'unsafe-inline'],
          'img-src': ['self', 'data:'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'media-src': ['self', 'blob:'],
          'worker-src': ['self', 'blob:'],
          'base-uri': ['none'],
          'form-action': ['self'],
        },
      },
      version: { pollInterval: 0 },
    }),
  ],
  // The SDK comes from its sources: only what is used of it, and nothing has to be built before.
  resolve: { conditions: ['pipit-source', ...defaultClientConditions] },
  // Nothing runs on a server, but SvelteKit builds for one as well.
  ssr: { resolve: { conditions: ['pipit-source', ...defaultServerConditions] } },
  // How long which plugin took is of no use to who only wants the page.
  build: {
    rolldownOptions: { checks: { pluginTimings: false } },
    // The SDK with Opus in it, loaded when somebody talks; what pages may weigh is held by a test.
    chunkSizeWarningLimit: 1500,
  },
  server: {
    proxy: { '/api': broker, '/health': broker, '/ready': broker, '/mqtt': { target: broker, ws: true } },
  },
});
