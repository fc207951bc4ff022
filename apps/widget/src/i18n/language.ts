import type { Texts } from './en.ts'

const CATALOGUES = {
  en: () => import('./en.ts'),
  de: () => import('./de.ts'),
} satisfies Record<string, () => Promise<{ default: Texts }>>

/** A language tag, and its texts: `de-AT` formats times the Austrian way with the German texts. */
export interface Language {
  tag: string
  texts: Texts
}

export const LANGUAGES = Object.keys(CATALOGUES)

/** The first of the wanted tags that there is a catalogue for; English otherwise. */
export function chooseLanguage(wanted: readonly (string | null | undefined)[]): string {
  return wanted.find((tag) => tag && Object.hasOwn(CATALOGUES, primary(tag))) ?? 'en'
}

/** Loads one catalogue only. */
export async function loadLanguage(tag: string): Promise<Language> {
  const { default: texts } = await CATALOGUES[primary(tag) as keyof typeof CATALOGUES]()
  return { tag, texts }
}

function primary(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? ''
}
