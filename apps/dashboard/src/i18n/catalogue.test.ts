import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ERRORS } from '@biometrics/chat-protocol'
import { parseAst } from 'vite'
import { describe, expect, test } from 'vitest'
import germanOfBots from '../bot/texts/de.json' with { type: 'json' }
import englishOfBots from '../bot/texts/en.json' with { type: 'json' }
import germanOfFigures from '../figures/de.json' with { type: 'json' }
import englishOfFigures from '../figures/en.json' with { type: 'json' }
import germanOfSecurity from '../security/texts/de.json' with { type: 'json' }
import englishOfSecurity from '../security/texts/en.json' with { type: 'json' }
import germanOfSettings from '../settings/texts/de.json' with { type: 'json' }
import englishOfSettings from '../settings/texts/en.json' with { type: 'json' }
import germanOfDesk from './desk/de.json' with { type: 'json' }
import englishOfDesk from './desk/en.json' with { type: 'json' }
import germanOfWidget from '../settings/widget/texts/de.json' with { type: 'json' }
import englishOfWidget from '../settings/widget/texts/en.json' with { type: 'json' }
import german from './de.json' with { type: 'json' }
import english from './en.json' with { type: 'json' }

const en = {
  ...english,
  ...englishOfBots,
  ...englishOfDesk,
  ...englishOfSecurity,
  ...englishOfSettings,
  ...englishOfWidget,
  figures: englishOfFigures,
}
const de = {
  ...german,
  ...germanOfBots,
  ...germanOfDesk,
  ...germanOfSecurity,
  ...germanOfSettings,
  ...germanOfWidget,
  figures: germanOfFigures,
}

type Catalogue = { [key: string]: string | Catalogue }

function entries(catalogue: Catalogue, path = ''): [key: string, text: string][] {
  return Object.entries(catalogue).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : entries(value, `${path}${key}.`),
  )
}

const placeholders = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(([name]) => name).sort()

describe('the catalogues', () => {
  const inGerman = new Map(entries(de))

  test('have the same keys, and no empty text', () => {
    expect(entries(de).map(([key]) => key)).toEqual(entries(en).map(([key]) => key))
    for (const [key, text] of [...entries(en), ...entries(de)]) expect(text.trim(), key).not.toBe('')
  })

  test('share no section, so that a part cannot replace what is there', () => {
    const parts = [
      englishOfBots,
      englishOfDesk,
      englishOfSecurity,
      englishOfSettings,
      englishOfWidget,
    ].flatMap((part) => Object.keys(part))
    expect(parts.filter((section) => section in english)).toEqual([])
    expect(new Set(parts).size).toBe(parts.length)
  })

  test('have the same placeholders', () => {
    for (const [key, text] of entries(en)) {
      expect(placeholders(inGerman.get(key) ?? ''), key).toEqual(placeholders(text))
    }
  })

  test('say every refusal of the server', () => {
    expect(Object.keys(en.errors)).toEqual(expect.arrayContaining(Object.keys(ERRORS)))
  })
})

const SOURCE = join(import.meta.dirname, '..')
const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.tsx'),
)

/** Attributes whose text people see or hear. */
const SPOKEN = new Set(['alt', 'aria-label', 'description', 'label', 'placeholder', 'text', 'title'])
/** Not a word in any language. */
const SAME_EVERYWHERE = new Set(['https://', '99+'])

interface Node {
  type: string
  [key: string]: unknown
}

/** Texts that stand in the source where they would be shown. */
function literalTexts(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(literalTexts)
  if (typeof node !== 'object' || node === null) return []
  const { type, value, name } = node as Node
  if (type === 'JSXText') return [String(value).trim()]
  if (type === 'JSXAttribute' && !SPOKEN.has(nameOf(name))) return literalTexts(expressionsIn(value))
  if (type === 'JSXAttribute') return [...stringIn(value), ...literalTexts(value)]
  if (type === 'JSXExpressionContainer')
    return [...stringIn((node as Node).expression), ...literalTexts((node as Node).expression)]
  return Object.values(node).flatMap(literalTexts)
}

function nameOf(name: unknown): string {
  return typeof name === 'object' && name !== null && 'name' in name ? String(name.name) : ''
}

/** An attribute that nobody sees may still hold elements that are seen. */
function expressionsIn(value: unknown): unknown {
  const expression = (value as Node | null)?.expression
  return (expression as Node | undefined)?.type === 'Literal' ? null : expression
}

function stringIn(value: unknown): string[] {
  const node = value as Node | null
  return node?.type === 'Literal' && typeof node.value === 'string' ? [node.value.trim()] : []
}

test.each(sources)('%s shows no text from outside the catalogue', (file) => {
  const program = parseAst(readFileSync(join(SOURCE, file), 'utf8'), { lang: 'tsx' })
  const texts = literalTexts(program.body).filter((text) => /\p{L}/u.test(text) && !SAME_EVERYWHERE.has(text))
  expect(texts).toEqual([])
})

test('the scan finds what it looks for', () => {
  const found = (source: string) => literalTexts(parseAst(source, { lang: 'tsx' }).body).filter(Boolean)
  expect(found('const a = <p>Hello</p>')).toEqual(['Hello'])
  expect(found('const a = <p title="Hello" className="x">{"there"}</p>')).toEqual(['Hello', 'there'])
  expect(found('const a = <p render={<b>Hello</b>} id={"x"}>{t("key")}</p>')).toEqual(['Hello'])
})
