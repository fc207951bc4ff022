import i18next, { type TFunction } from 'i18next'
import { useSyncExternalStore } from 'react'

interface Texts {
  t: TFunction
}

const listeners = new Set<() => void>()
/** Of the language that is spoken now. */
let texts: Texts | undefined

function read(): Texts {
  return (texts ??= { t: remembering(i18next.getFixedT(i18next.language)) })
}

function forget() {
  texts = undefined
  for (const listener of listeners) listener()
}
i18next.on('languageChanged', forget)

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The texts of the language, for what is drawn often: react-i18next's own hook takes longer than most of what it is in. */
export function useTranslation(): Texts {
  return useSyncExternalStore(subscribe, read)
}

type Lookup = (key: string, values?: object) => string

/** What takes no values is looked up once; one that is not there yet comes with its screen. */
function remembering(t: TFunction): TFunction {
  const look = t as unknown as Lookup
  const known = new Map<string, string>()
  const quick: Lookup = (key, values) => {
    if (values !== undefined) return look(key, values)
    let text = known.get(key)
    if (text === undefined) {
      text = look(key)
      if (text !== key) known.set(key, text)
    }
    return text
  }
  return quick as unknown as TFunction
}
