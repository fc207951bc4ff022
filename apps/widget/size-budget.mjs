import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

const LOADER_BYTES = 2_000
const WIDGET_BYTES = 45_000

const dist = join(import.meta.dirname, 'dist')
const brotli = (file) => brotliCompressSync(readFileSync(join(dist, file))).length

const loader = { file: 'widget.js', bytes: brotli('widget.js') }
const assets = readdirSync(join(dist, 'frame/assets'))
  .filter((name) => /\.(js|css)$/.test(name) && !name.startsWith('demo-'))
  .map((name) => ({ file: `frame/assets/${name}`, bytes: brotli(`frame/assets/${name}`) }))
const languages = assets.filter(({ file }) => /assets\/[a-z]{2}-/.test(file))
const shared = [loader, { file: 'frame/frame.html', bytes: brotli('frame/frame.html') }].concat(
  assets.filter((asset) => !languages.includes(asset)),
)
const sum = (files) => files.reduce((total, { bytes }) => total + bytes, 0)
// A visitor loads one language; the largest counts.
const whole = sum(shared) + Math.max(0, ...languages.map(({ bytes }) => bytes))

for (const { file, bytes } of [...shared, ...languages]) console.log(`${String(bytes).padStart(8)}  ${file}`)
console.log(`${String(loader.bytes).padStart(8)}  loader, of ${LOADER_BYTES} bytes (brotli)`)
console.log(`${String(whole).padStart(8)}  whole widget with one language, of ${WIDGET_BYTES} bytes (brotli)`)

if (loader.bytes > LOADER_BYTES || whole > WIDGET_BYTES) {
  console.error('The widget is over its size budget.')
  process.exitCode = 1
}
