import type { ChatTexts, PartTexts, Texts } from './texts.ts'

/** Where the catalogues are, up to the language's name; the build puts it here. */
declare const WORDS: string

export const LANGUAGES = 'en de fr es it pt nl pl tr ar he zh ja'.split(' ')

/** A language tag, and its texts: `de-AT` formats times the Austrian way with the German texts. */
export interface Language {
  tag: string
  texts: ChatTexts
}

/** The first of the wanted tags that there is a catalogue for; English otherwise. */
export function chooseLanguage(wanted: readonly (string | null | undefined)[]): string {
  return wanted.find((tag) => tag && LANGUAGES.includes(primary(tag))) ?? 'en'
}

let partsAreNeeded = false
const complete = new WeakMap<ChatTexts, Promise<unknown>>()

/** Loads the words of one language only, and of those only what is needed. */
export async function loadLanguage(tag: string): Promise<Language> {
  const texts = await words<ChatTexts>(primary(tag))
  const language = { tag, texts }
  if (partsAreNeeded) await completeTexts(language)
  return language
}

/** Adds the words of the parts that come later. */
export function completeTexts({ tag, texts }: Language): Promise<unknown> {
  partsAreNeeded = true
  const known = complete.get(texts)
  if (known) return known
  const adding = words<PartTexts>(`${primary(tag)}-parts`).then((parts) => Object.assign(texts, parts))
  adding.catch(() => complete.delete(texts))
  complete.set(texts, adding)
  return adding
}

/** In a part that came later, whose words came with it. */
export const allTexts = ({ texts }: Language) => texts as Texts

async function words<T extends object>(name: string): Promise<T> {
  const { default: found } = await import(/* @vite-ignore */ `${WORDS}${name}.js`)
  return { ...found }
}

function primary(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? ''
}
