import { basename, resolve } from 'node:path'
import type { InlineConfig } from 'vite'

const here = import.meta.dirname
const BROWSERS = ['chrome111', 'firefox115', 'safari16.4']
// Nothing here needs to be written in older words; the fallbacks would only weigh.
const CSS_BROWSERS = ['chrome123', 'firefox121', 'safari17.5']
const PREACT = {
  react: 'preact/compat',
  'react/jsx-runtime': 'preact/jsx-runtime',
  'react-dom': 'preact/compat',
  'react-dom/client': 'preact/compat/client',
}
/** Only the part of it that the client uses, at a sixth of the weight. */
const SOCKET = { 'socket.io-client': resolve(here, 'src/socket/socket.ts') }

/** Short, and alike in script and style sheet, so that they compress well: `composer-send`. */
function className(name: string, file: string): string {
  return `${basename(file).split('.')[0]}-${name}`
}

/** A script for customers' pages: one classic file without imports. */
export function pageScript(entry: string, constants: Record<string, string> = {}): InlineConfig {
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
      cssTarget: CSS_BROWSERS,
      lib: { entry: resolve(here, entry), formats: ['iife'], name: 'biometricsChatScript' },
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
    alias: Object.entries({ ...PREACT, ...SOCKET }).map(([name, replacement]) => ({
      find: new RegExp(`^${name}$`),
      replacement,
    })),
  },
  css: { modules: { generateScopedName: className } },
  build: {
    target: BROWSERS,
    cssTarget: CSS_BROWSERS,
    outDir: resolve(here, 'dist/frame'),
    emptyOutDir: true,
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: { input: resolve(here, 'frame.html') },
  },
}

export default frame
