import { basename, resolve } from 'node:path'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import type { InlineConfig, Plugin } from 'vite'

/** Three percent smaller than Vite's own, which is a kilobyte of the chat. */
const SQUEEZE = {
  ecma: 2020,
  compress: { passes: 4, ecma: 2020, unsafe_arrows: true, keep_fargs: false },
} as const
const here = import.meta.dirname
const BROWSERS = ['chrome111', 'firefox115', 'safari16.4']
// Nothing here needs to be written in older words; the fallbacks would only weigh.
const CSS_BROWSERS = ['chrome123', 'firefox121', 'safari17.5']
/** The part of React that the chat uses, made of Preact. */
const PREACT = {
  react: resolve(here, 'src/preact/react.ts'),
  'react/jsx-runtime': 'preact/jsx-runtime',
  'react-dom/client': resolve(here, 'src/preact/react-dom.ts'),
}
/** Only the parts of them that the client uses, at a sixth of the weight. */
const SMALL = {
  'socket.io-client': resolve(here, 'src/socket/socket.ts'),
  uuid: resolve(here, 'src/uuid/uuid.ts'),
}

/** Parts carry their style sheets in themselves, so nothing needs to know which those are, nor wait for them. */
const SHEETS_IN_PARTS: Plugin = {
  name: 'sheets-in-parts',
  enforce: 'pre',
  load: (id) =>
    id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load()' : null,
  generateBundle: {
    order: 'pre',
    handler(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || chunk.isEntry) continue
        for (const file of chunk.viteMetadata?.importedCss ?? []) {
          const sheet = bundle[file]
          if (sheet?.type !== 'asset') continue
          chunk.code += `;{const sheet=new CSSStyleSheet;sheet.replaceSync(${JSON.stringify(String(sheet.source).replace(/\s*\/\*\$vite\$.*$/, ''))});document.adoptedStyleSheets.push(sheet)}`
          delete bundle[file]
        }
        chunk.viteMetadata?.importedCss.clear()
      }
    },
  },
}

/** Whoever knows one limit, or one name of a style sheet, need not carry the whole list. */
const ONLY_WHAT_IS_USED: Plugin = {
  name: 'only-what-is-used',
  enforce: 'pre',
  transform: (code, id) =>
    /\.tsx?$/.test(id)
      ? code
          .replace(/\bLIMITS\.(\w+)/g, (_, name) => `(${LIMITS[name as keyof typeof LIMITS]})`)
          .replace(/import (\w+) from ('[^']+\.module\.css')/g, 'import * as $1 from $2')
      : null,
}

/** What every chat needs, in one file: it compresses better, and is asked for once. */
const first = new Set<string>()
const COLLECT_FIRST: Plugin = {
  name: 'collect-first',
  buildEnd() {
    const waiting = [...this.getModuleIds()].filter((id) => this.getModuleInfo(id)?.isEntry)
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (first.has(id)) continue
      first.add(id)
      waiting.push(...(this.getModuleInfo(id)?.importedIds ?? []))
    }
  },
}

/** Short, and alike in script and style sheet, so that they compress well: `composer-send`. */
function className(name: string, file: string): string {
  return `${basename(file).split('.')[0]}-${name}`
}

/** A script for customers' pages: one file without imports. */
export function pageScript(
  entry: string,
  constants: Record<string, string> = {},
  format: 'iife' | 'es' = 'iife',
): InlineConfig {
  return {
    root: here,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: Object.fromEntries(
      Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
    build: {
      write: false,
      target: 'es2020',
      minify: 'terser',
      terserOptions: SQUEEZE,
      cssTarget: CSS_BROWSERS,
      lib: { entry: resolve(here, entry), formats: [format], name: 'biometricsChatScript' },
    },
  }
}

/** The chat in its frame and on its own page: React's interface, Preact's weight. */
export const frame: InlineConfig = {
  root: here,
  configFile: false,
  base: '/widget/',
  publicDir: false,
  logLevel: 'warn',
  resolve: {
    alias: Object.entries({ ...PREACT, ...SMALL }).map(([name, replacement]) => ({
      find: new RegExp(`^${name}$`),
      replacement,
    })),
  },
  plugins: [SHEETS_IN_PARTS, ONLY_WHAT_IS_USED, COLLECT_FIRST],
  css: { modules: { generateScopedName: className } },
  build: {
    target: BROWSERS,
    cssTarget: CSS_BROWSERS,
    outDir: resolve(here, 'dist/frame'),
    emptyOutDir: true,
    modulePreload: false,
    minify: 'terser',
    terserOptions: SQUEEZE,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: resolve(here, 'frame.html'),
      output: { codeSplitting: { groups: [{ name: 'chat', test: (id) => first.has(id) }] } },
    },
  },
}

export default frame
