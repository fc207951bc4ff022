import i18next from 'i18next'

/** What most teams speak; others stay choosable where somebody has them already. */
const LANGUAGES =
  'ar bg bn ca cs da de el en es et fa fi fr ga he hi hr hu id is it ja ko lt lv ms mt nl no pl pt pt-BR ro ru sk sl sq sr sv ta th tr uk ur vi zh'.split(
    ' ',
  )

/** The name of a language in the language of the page. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([i18next.language], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}

export function languageChoices(chosen: readonly string[]): { value: string; label: string }[] {
  return [...new Set([...LANGUAGES, ...chosen])]
    .map((value) => ({ value, label: languageName(value) }))
    .sort((a, b) => a.label.localeCompare(b.label, i18next.language))
}
