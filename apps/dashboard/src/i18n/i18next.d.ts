import type bot from '../bot/texts/en.json' with { type: 'json' }
import type widget from '../settings/widget/texts/en.json' with { type: 'json' }
import type figures from '../figures/en.json' with { type: 'json' }
import type desk from './desk/en.json' with { type: 'json' }
import type security from '../security/texts/en.json' with { type: 'json' }
import type settings from '../settings/texts/en.json' with { type: 'json' }
import type en from './en.json' with { type: 'json' }

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: {
      translation: typeof en & typeof bot & typeof desk & typeof security & typeof settings & typeof widget
      figures: typeof figures
    }
  }
}
