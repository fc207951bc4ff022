import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

/**
 * What a visitor loads, compressed as it is served. A usual chat is opened, written in and answered in words; what only some
 * chats show (pictures, cards, uploads, forms, earlier conversations, the rating …) comes in parts of its own when it is
 * shown, and has a budget too. One language counts: the one that weighs most.
 */
const BUDGETS = { loader: 2_000, chat: 35_000, everything: 58_500 }
const dist = join(import.meta.dirname, 'dist')
const read = (file) => readFileSync(join(dist, file))
const brotli = (file) => ({ file, bytes: brotliCompressSync(read(file)).length })

const assets = readdirSync(join(dist, 'frame/assets'))
  .filter((name) => /\.(js|css)$/.test(name) && !/^(demo|preview)-/.test(name))
  .map((name) => brotli(`frame/assets/${name}`))
const isWords = ({ file }) => /assets\/words-/.test(file)
const isParts = ({ file }) => file.endsWith('-parts.js')
const heaviest = (files) => files.toSorted((a, b) => b.bytes - a.bytes).slice(0, 1)

// What the page of the chat names, and what those import without waiting.
const html = brotli('frame/frame.html')
const first = new Set(namedIn(read(html.file).toString()))
for (const name of first) {
  const imports = read(`frame/assets/${name}`)
    .toString()
    .matchAll(/(?:from|import)\s*["']\.\/([\w.-]+)["']/g)
  for (const [, imported] of imports) first.add(imported)
}
const isFirst = ({ file }) => first.has(file.split('/').at(-1)) || /assets\/later-/.test(file)

const loader = brotli('widget.js')
const words = heaviest(assets.filter((asset) => isWords(asset) && !isParts(asset)))
const chat = [loader, html, ...assets.filter(isFirst), ...words]
const rest = [
  ...assets.filter((asset) => !isFirst(asset) && !isWords(asset)),
  ...heaviest(assets.filter((asset) => isWords(asset) && isParts(asset))),
]
const sum = (files) => files.reduce((total, { bytes }) => total + bytes, 0)

console.log('Every chat:')
for (const { file, bytes } of chat) console.log(`${String(bytes).padStart(8)}  ${file}`)
console.log('When it is shown:')
for (const { file, bytes } of rest) console.log(`${String(bytes).padStart(8)}  ${file}`)
const sizes = { loader: loader.bytes, chat: sum(chat), everything: sum(chat) + sum(rest) }
const names = {
  loader: 'before anybody opens it',
  chat: 'a usual chat, with its language',
  everything: 'a chat that shows every part',
}
for (const [name, limit] of Object.entries(BUDGETS))
  console.log(`${String(sizes[name]).padStart(8)}  ${names[name]}, of ${limit} bytes (brotli)`)

if (Object.entries(BUDGETS).some(([name, limit]) => sizes[name] > limit)) {
  console.error('The widget is over its size budget.')
  process.exitCode = 1
}

function namedIn(page) {
  return [...page.matchAll(/\/widget\/assets\/([\w.-]+)/g)].map(([, name]) => name)
}
