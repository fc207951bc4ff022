import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chooseLanguage, LANGUAGES } from './language.ts'
import { fill, plural, type PluralForms } from './texts.ts'

type Catalogue = Record<'chat' | 'parts', Record<string, string | PluralForms>>

const read = (language: string): Catalogue =>
  JSON.parse(readFileSync(join(import.meta.dirname, `${language}.json`), 'utf8'))
const english = read('en')
const SECTIONS = ['chat', 'parts'] as const
const others = LANGUAGES.filter((language) => language !== 'en')
const holes = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()
const wordsOf = (text: string | PluralForms) => (typeof text === 'string' ? [text] : Object.values(text))

describe('the catalogues', () => {
  it('[WD8] are those of the thirteen languages', () => {
    const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.json'))
    expect(files.map((file) => file.replace('.json', '')).sort()).toEqual([...LANGUAGES].sort())
    expect([...LANGUAGES].sort().join(' ')).toBe('ar de en es fr he it ja nl pl pt tr zh')
  })

  it.each(others)('[WD8] %s has every key, and nothing else', (language) => {
    for (const section of SECTIONS)
      expect(Object.keys(read(language)[section])).toEqual(Object.keys(english[section]))
  })

  it.each(others)('[WD8] %s fills the same places, and has every form that its numbers need', (language) => {
    const rules = new Intl.PluralRules(language)
    const needed = new Set(Array.from({ length: 200 }, (_, count) => rules.select(count)))
    for (const section of SECTIONS) {
      for (const [key, text] of Object.entries(read(language)[section])) {
        const model = english[section][key] ?? ''
        expect(typeof text, key).toBe(typeof model)
        if (typeof text === 'string') expect(holes(text), key).toEqual(holes(String(model)))
        else {
          expect(Object.keys(text).sort(), key).toEqual([...needed.add('other')].sort())
          const known = wordsOf(model).flatMap(holes)
          for (const form of Object.values(text))
            for (const hole of holes(form)) expect(known, key).toContain(hole)
          expect(holes(text.other), key).toEqual(holes((model as PluralForms).other))
        }
      }
    }
  })

  it.each(others)('[WD8] %s is translated', (language) => {
    const alike = SECTIONS.flatMap((section) =>
      Object.entries(read(language)[section])
        .filter(
          ([key, text]) =>
            wordsOf(text).join(' ').length > 12 &&
            JSON.stringify(text) === JSON.stringify(english[section][key]),
        )
        .map(([key]) => key),
    )
    expect(alike).toEqual([])
  })

  it('[WD8] are written from right to left in Arabic and Hebrew', () => {
    const right = LANGUAGES.filter((language) => read(language).chat.direction === 'rtl')
    expect(right).toEqual(['ar', 'he'])
  })
})

describe('numbers in words', () => {
  const stars = (language: string, count: number) =>
    plural(read(language).parts.stars as PluralForms, count, language)

  it('[WD8] follow the rules of the language', () => {
    expect([1, 2].map((count) => stars('en', count))).toEqual(['1 star', '2 stars'])
    expect(new Set([1, 3, 5].map((count) => stars('pl', count))).size).toBe(3)
    expect(new Set([1, 2, 3].map((count) => stars('ar', count))).size).toBe(3)
    expect(stars('ja', 1).replace(/\d/, '')).toBe(stars('ja', 5).replace(/\d/, ''))
  })

  it('fill the places that they are meant for', () => {
    expect(fill('{a} and {b}', { a: '1' })).toBe('1 and {b}')
  })
})

describe('choosing a language', () => {
  it('[WD8] takes the first that there is, whatever its region', () => {
    expect(chooseLanguage([undefined, null, 'sv', 'de-AT', 'en'])).toBe('de-AT')
    expect(chooseLanguage(['EN-gb'])).toBe('EN-gb')
    expect(chooseLanguage(['zh-Hant-TW'])).toBe('zh-Hant-TW')
  })

  it('falls back to English', () => {
    expect(chooseLanguage(['xx', ''])).toBe('en')
    expect(chooseLanguage(['constructor'])).toBe('en')
  })
})
