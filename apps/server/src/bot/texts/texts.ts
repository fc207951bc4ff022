import type { HandOverReason } from '@biometrics/chat-protocol'
import { ar } from './ar.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { he } from './he.ts'
import { it } from './it.ts'
import { ja } from './ja.ts'
import { nl } from './nl.ts'
import { pl } from './pl.ts'
import { pt } from './pt.ts'
import { tr } from './tr.ts'
import { zh } from './zh.ts'

/** What bots say and write by themselves, in one language. */
export interface BotTexts {
  /** To visitors, besides a bot's own words. */
  phrases: {
    hello: string
    welcome: string
    rephrase: string
    personButton: string
    person: string
    helpful: string
    yes: string
    no: string
    glad: string
    offer: string
    none: string
    unknown: string
  }
  /** To agents, when people take over. */
  summary: {
    handedOver: string
    given: string
    said: string
    visitor: string
    agent: string
    bot: string
    reasons: Record<HandOverReason, string>
  }
}
export type Phrases = BotTexts['phrases']
export type SummaryWords = BotTexts['summary']

/** Those of the widget. */
export const TEXTS: Readonly<Record<string, BotTexts>> = {
  ar,
  de,
  en,
  es,
  fr,
  he,
  it,
  ja,
  nl,
  pl,
  pt,
  tr,
  zh,
}

/** In the language of a tag such as `de-AT`, else in English. */
export function textsFor(language: string | null): BotTexts {
  const short = language?.toLowerCase().split('-')[0] ?? 'en'
  return (Object.hasOwn(TEXTS, short) ? TEXTS[short] : undefined) ?? en
}
