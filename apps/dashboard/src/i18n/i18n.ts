import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import en from './en.json' with { type: 'json' }

/** A further language is one file here, and its name in its own language. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

const STORAGE_KEY = 'biometrics-chat:language'
const CATALOGUES: Record<Language, () => Promise<{ default: unknown }>> = {
  en: async () => ({ default: en }),
  de: () => import('./de.json', { with: { type: 'json' } }),
}

/** Texts of screens that few open come with them. */
const PARTS = {
  bot: {
    en: () => import('../bot/texts/en.json', { with: { type: 'json' } }),
    de: () => import('../bot/texts/de.json', { with: { type: 'json' } }),
  },
  settings: {
    en: () => import('../settings/texts/en.json', { with: { type: 'json' } }),
    de: () => import('../settings/texts/de.json', { with: { type: 'json' } }),
  },
  desk: {
    en: () => import('./desk/en.json', { with: { type: 'json' } }),
    de: () => import('./desk/de.json', { with: { type: 'json' } }),
  },
  security: {
    en: () => import('../security/texts/en.json', { with: { type: 'json' } }),
    de: () => import('../security/texts/de.json', { with: { type: 'json' } }),
  },
  widget: {
    en: () => import('../settings/widget/texts/en.json', { with: { type: 'json' } }),
    de: () => import('../settings/widget/texts/de.json', { with: { type: 'json' } }),
  },
} as const satisfies Record<string, Record<Language, () => Promise<{ default: unknown }>>>
type Part = keyof typeof PARTS
const loaded = new Set<Part>()

function isLanguage(value: string | null | undefined): value is Language {
  return value !== null && value !== undefined && value in LANGUAGES
}

/** The agent's own choice, else the first of the browser's languages that we speak. */
function preferredLanguage(): Language {
  const chosen = localStorage.getItem(STORAGE_KEY)
  if (isLanguage(chosen)) return chosen
  return navigator.languages.map((tag) => tag.split('-')[0]).find(isLanguage) ?? 'en'
}

export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en } },
    lng: 'en',
    fallbackLng: 'en',
    interpolation: { escapeValue: false },
  })
  await speak(preferredLanguage())
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORAGE_KEY, language)
  await speak(language)
}

async function speak(language: Language): Promise<void> {
  const parts = [...loaded].map((part) => PARTS[part][language]())
  for (const { default: texts } of await Promise.all([CATALOGUES[language](), ...parts]))
    i18next.addResourceBundle(language, 'translation', texts)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

/** A screen, once the texts are there that it alone needs. */
export async function withTexts<Screen>(part: Part, screen: Promise<Screen>): Promise<Screen> {
  const language = i18next.language as Language
  const [found, texts] = await Promise.all([screen, PARTS[part][language]()])
  i18next.addResourceBundle(language, 'translation', texts.default)
  loaded.add(part)
  return found
}
