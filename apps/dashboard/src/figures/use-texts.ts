import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import de from './de.json' with { type: 'json' }
import en from './en.json' with { type: 'json' }

/** Their texts come with these pages: most people never open them. */
i18next.addResourceBundle('en', 'figures', en)
i18next.addResourceBundle('de', 'figures', de)

export function useTexts() {
  return useTranslation('figures').t
}
export type Texts = ReturnType<typeof useTexts>
