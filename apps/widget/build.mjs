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
async function script(entry, constants, format) {
  const [{ output }] = await build(pageScript(entry, constants, format))
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

/** The words of each language, in two files of which a visitor loads one or both; returns how their addresses begin. */
function catalogues() {
  const folder = join(here, 'src/i18n')
  const languages = readdirSync(folder).filter((file) => file.endsWith('.json'))
  const texts = languages.map((file) => readFileSync(join(folder, file), 'utf8'))
  const hash = createHash('sha256').update(texts.join()).digest('base64url').slice(0, 8)
  const write = () => {
    for (const [at, file] of languages.entries()) {
      const { chat, parts } = JSON.parse(texts[at])
      const name = join(assets, `words-${hash}-${file.slice(0, -'.json'.length)}`)
      writeFileSync(`${name}.js`, `export default${JSON.stringify(chat)}`)
      writeFileSync(`${name}-parts.js`, `export default${JSON.stringify(parts)}`)
    }
  }
  return { start: `/widget/assets/words-${hash}-`, write }
}

const words = catalogues()
await build({ ...frame, define: { WORDS: JSON.stringify(words.start) } })
words.write()
const greeting = asset('greeting', 'js', await script('loader/later/greeting.ts', {}, 'es'))
const later = asset('later', 'js', await script('loader/later/main.ts', { GREETING_SCRIPT: greeting }))
writeFileSync(join(dist, 'widget.js'), await script('loader/main.ts', { LATER_SCRIPT: later }))

for (const page of ['demo', 'preview']) {
  let html = readFileSync(join(here, `demo/${page}.html`), 'utf8')
  for (const extension of ['css', 'js']) {
    const text = readFileSync(join(here, `demo/${page}.${extension}`), 'utf8')
    html = html.replace(`/widget/assets/${page}.${extension}`, asset(page, extension, text))
  }
  writeFileSync(join(dist, `${page}.html`), html)
}

compress(dist)
compress(assets)
await import('./size-budget.mjs')
