import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'vite'
import { frame, pageScript } from './vite.config.ts'

const here = import.meta.dirname
const dist = join(here, 'dist')
const assets = join(dist, 'frame/assets')

/** A script for customers' pages, as text. */
async function script(entry, constants) {
  const [{ output }] = await build(pageScript(entry, constants))
  return output[0].code
}

/** Writes a file whose name changes with its content, so that it may be kept for ever, and returns its address. */
function asset(name, extension, text) {
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 8)
  const file = `${name}-${hash}.${extension}`
  writeFileSync(join(assets, file), text)
  return `/widget/assets/${file}`
}

/** So that the server need not compress anything while people wait. */
function compress(folder) {
  for (const name of readdirSync(folder).filter((file) => /\.(js|css)$/.test(file))) {
    const content = readFileSync(join(folder, name))
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content))
    writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }))
  }
}

await build(frame)
const later = asset('later', 'js', await script('loader/later/main.ts'))
writeFileSync(join(dist, 'widget.js'), await script('loader/main.ts', { LATER_SCRIPT: later }))

let demo = readFileSync(join(here, 'demo/demo.html'), 'utf8')
for (const extension of ['css', 'js']) {
  const address = asset('demo', extension, readFileSync(join(here, `demo/demo.${extension}`), 'utf8'))
  demo = demo.replace(`/widget/assets/demo.${extension}`, address)
}
writeFileSync(join(dist, 'demo.html'), demo)

compress(dist)
compress(assets)
await import('./size-budget.mjs')
