import type { SystemContent } from '@biometrics/chat-protocol'

type English = typeof import('./en.json', { with: { type: 'json' }})

/** The words of one sentence for each kind of number that the language knows. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }
type Words<Section> = { readonly [Key in keyof Section]: Section[Key] extends string ? string : PluralForms }

/** What every chat shows, and what only parts show which come later. */
export type ChatTexts = Words<English['chat']>
export type PartTexts = Words<English['parts']>
export type Texts = ChatTexts & PartTexts

/** `{name}` in a text is replaced by what is called so. */
export function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
}

/** The form for this number by the rules of the language, with the number as it is written there as `{n}`. */
export function plural(forms: PluralForms, count: number, tag: string, values = {}): string {
  const form = forms[new Intl.PluralRules(tag).select(count)] ?? forms.other
  return fill(form, { n: count.toLocaleString(tag), ...values })
}

/** What the server tells in English, in the visitor's language where it is known what it means. */
export function systemText({ message, event, data }: SystemContent, texts: ChatTexts): string {
  if (event === 'queue') return texts.inQueue
  return event === 'transferred' ? fill(texts.transferred, { to: String(data?.to) }) : message
}
