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
  i18next.addResourceBundle(language, 'translation', (await CATALOGUES[language]()).default)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}
