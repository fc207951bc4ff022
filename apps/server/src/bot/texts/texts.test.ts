import { expect, test } from 'vitest'
import { helpTexts, HELP_TEXTS } from '../../articles/help-texts.ts'
import { wantsPerson } from '../hand-over/wants-person.ts'
import { TEXTS, textsFor } from './texts.ts'

/** Of the widget. */
const LANGUAGES = ['ar', 'de', 'en', 'es', 'fr', 'he', 'it', 'ja', 'nl', 'pl', 'pt', 'tr', 'zh']

test('[BT7] bots speak, and hand over, in every language of the widget, each in its own words', () => {
  expect(Object.keys(TEXTS)).toEqual(LANGUAGES)
  for (const language of LANGUAGES) {
    const { phrases, summary } = textsFor(`${language.toUpperCase()}-XX`)
    const words = [...Object.values(phrases), summary.handedOver, ...Object.values(summary.reasons)]
    for (const word of words) expect([language, word.trim()]).toEqual([language, word])
    expect(words.every((word) => word !== '')).toBe(true)
    expect([language, new Set(words).size]).toEqual([language, words.length])
    if (language === 'en') continue
    const english = new Set([...Object.values(TEXTS.en?.phrases ?? {}), TEXTS.en?.summary.handedOver])
    expect([language, words.filter((word) => english.has(word) && word !== phrases.no)]).toEqual([
      language,
      [],
    ])
  }
  expect(textsFor('constructor')).toBe(TEXTS.en)
  expect(textsFor(null)).toBe(TEXTS.en)
})

test('[BT7] who types what the button says gets a person as well', () => {
  for (const [language, { phrases }] of Object.entries(TEXTS))
    expect([language, wantsPerson(phrases.personButton)]).toEqual([language, true])
})

test('[BT3] the help page has the words of every language of the widget', () => {
  expect(Object.keys(HELP_TEXTS).toSorted()).toEqual(LANGUAGES)
  const all = Object.values(HELP_TEXTS).flatMap((texts) => Object.values(texts))
  expect(new Set(all).size).toBe(all.length)
  expect(helpTexts('ja-JP')).toBe(HELP_TEXTS.ja)
  expect(helpTexts('xx')).toBe(HELP_TEXTS.en)
})
