import type { PageConfig } from '../../src/page/channel.ts'
import { COLOR, DEFAULT_COLOR, type Values } from '../seat.ts'

interface Rule {
  fits: (value: unknown) => boolean
  byDefault: string
}

const isObject = (value: unknown) => typeof value === 'object' && !Array.isArray(value)
const matches = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value)

const RULES: Record<keyof PageConfig, Rule> = {
  position: { fits: matches(/^bottom-(left|right)$/), byDefault: 'bottom-right' },
  color: { fits: matches(COLOR), byDefault: DEFAULT_COLOR },
  greeting: { fits: matches(/^/), byDefault: 'the greeting of the app' },
  language: { fits: matches(/^[a-z]{2,8}(-[a-z\d]{1,8})*$/i), byDefault: 'the language of the browser' },
  businessHours: { fits: isObject, byDefault: 'no hours' },
  prechatForm: { fits: isObject, byDefault: 'no form' },
  sound: { fits: isObject, byDefault: 'no sound' },
  greetingRules: { fits: isObject, byDefault: 'no rules' },
}
const OTHER_NAMES = ['appId', 'q', '上班族', 'push', 'length']

/** What is right in the page's configuration; each wrong value is named once, with the default that stands instead. */
export function readConfig(given: Values, warn: (text: string) => void): PageConfig {
  const config: Values = {}
  for (const [name, { fits, byDefault }] of Object.entries(RULES)) {
    // The published snippet writes this key in Chinese.
    const value = given[name] ?? (name === 'businessHours' ? given.上班族 : undefined)
    if (value === undefined || value === null) continue
    if (fits(value)) config[name] = value
    else warn(`"${name}" is not valid (${String(value)}), used instead: ${byDefault}`)
  }
  for (const name of Object.keys(given)) {
    if (!(name in RULES) && !OTHER_NAMES.includes(name) && !/^\d+$/.test(name)) warn(`"${name}" is not known`)
  }
  return config
}
