import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { THEME_SCRIPT } from './frontend/src/design/theme-script.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Puts the only inline script into both pages, and its hash where the host finds it for the security policy. */
const themeBeforePaint = (): Plugin => ({
  name: 'theme-before-paint',
  transformIndexHtml: () => [{ tag: 'script', children: THEME_SCRIPT, injectTo: 'head-prepend' }],
  generateBundle() {
    const script = `sha256-${createHash('sha256').update(THEME_SCRIPT).digest('base64')}`
    this.emitFile({ type: 'asset', fileName: 'csp.json', source: JSON.stringify({ script }) })
  },
})

/**
 * Begins every style sheet with the order of the layers. The first sheet that a browser reads fixes it for good, and which
 * one that is depends on how the pages happen to share their chunks.
 */
const orderOfLayers = (): Plugin => ({
  name: 'order-of-layers',
  enforce: 'pre',
  transform: (code, id) => (id.endsWith('.css') ? `@layer tokens, base, design, screens;\n${code}` : undefined),
})

/** `/console` and everything under it is the second page, in development as in the host. */
const consolePage = (): Plugin => ({
  name: 'console-page',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      if (/^\/console(\/|\?|$)/.test(request.url ?? '')) request.url = '/console.html'
      next()
    })
  },
})

export default defineConfig({
  root: at('frontend'),
  plugins: [react(), orderOfLayers(), themeBeforePaint(), consolePage()],
  // What the portal's router asks for is a part of React by now; the stand-in for older ones would be loaded for nothing.
  resolve: { alias: [{ find: /^use-sync-external-store\/shim\/index\.js$/, replacement: 'react' }] },
  build: {
    outDir: at('dist/site'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    // Old enough targets would have `light-dark()` rewritten into toggles.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The policy allows no `data:` source.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { portal: at('frontend/index.html'), console: at('frontend/console.html') } },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:4000', '/ws': { target: 'ws://127.0.0.1:4000', ws: true } } },
})
