import { describe, expect, it } from 'vitest'
import de from './de.ts'
import en from './en.ts'
import { chooseLanguage, LANGUAGES, loadLanguage } from './language.ts'

describe('the catalogues', () => {
  it('have the same keys, each with words or with a function of as many arguments', () => {
    expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort())
    for (const [key, text] of Object.entries(en)) {
      const other = de[key as keyof typeof en]
      expect(typeof other, key).toBe(typeof text)
      expect(other.length > 0, key).toBe(true)
      if (typeof text === 'function') expect(other.length, key).toBe(text.length)
    }
  })

  it('are all translated', () => {
    const alike = Object.entries(en).filter(
      ([key, text]) => typeof text === 'string' && de[key as keyof typeof en] === text,
    )
    expect(alike.map(([key]) => key).sort()).toEqual(['chat', 'direction', 'offline', 'online', 'someone'])
  })
})

describe('choosing a language', () => {
  it('takes the first that there is, whatever its region', () => {
    expect(chooseLanguage([undefined, null, 'fr', 'de-AT', 'en'])).toBe('de-AT')
    expect(chooseLanguage(['EN-gb'])).toBe('EN-gb')
  })

  it('falls back to English', () => {
    expect(chooseLanguage(['xx', ''])).toBe('en')
    expect(chooseLanguage(['constructor'])).toBe('en')
  })

  it('loads each', async () => {
    for (const tag of LANGUAGES) expect((await loadLanguage(tag)).texts.send).toBeTypeOf('string')
  })
})
