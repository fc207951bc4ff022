import { browserStorage, type ClientStorage } from '@biometrics/chat-client'
import { useSyncExternalStore } from 'react'

/** What can happen to an agent that is worth a sound or a word. */
export const NOTICE_KINDS = ['assigned', 'message', 'mentioned', 'queued'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** `away`: only while no tab of the dashboard is in front. */
export const NOTICE_WHEN = ['never', 'away', 'always'] as const
export type NoticeWhen = (typeof NOTICE_WHEN)[number]

export const SOUNDS = ['chime', 'drop', 'knock'] as const
export type SoundName = (typeof SOUNDS)[number]

/** Kept on this device: another has other loudspeakers, and perhaps other people beside it. */
export interface Preferences {
  sound: Record<NoticeKind, NoticeWhen>
  desktop: Record<NoticeKind, boolean>
  tune: SoundName
  /** From 0 to 1. */
  volume: number
  /** Letters alone as shortcuts. */
  letterKeys: boolean
  /** In the lists. */
  unreadFirst: boolean
  /** Rows with less room around them. */
  dense: boolean
  /** The side bar shows icons alone. */
  folded: boolean
  /** A reply waits a moment, to be taken back. */
  undoSend: boolean
}

export const DEFAULTS: Preferences = {
  sound: { assigned: 'away', message: 'away', mentioned: 'away', queued: 'never' },
  desktop: { assigned: true, message: true, mentioned: true, queued: false },
  tune: 'chime',
  volume: 0.5,
  letterKeys: true,
  unreadFirst: false,
  dense: false,
  folded: false,
  undoSend: false,
}

const KEY = 'biometrics-chat:preferences'

export function createPreferences(storage: ClientStorage) {
  const listeners = new Set<() => void>()
  let current = read(storage.get(KEY))
  storage.onChange((key) => {
    if (key !== null && key !== KEY) return
    current = read(storage.get(KEY))
    tell()
  })
  function tell() {
    for (const listener of listeners) listener()
  }
  return {
    get current() {
      return current
    },
    change(part: Partial<Preferences>) {
      current = { ...current, ...part }
      storage.set(KEY, JSON.stringify(current))
      tell()
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** What is not understood is as if it had never been chosen. */
function read(stored: string | null): Preferences {
  const known = parse(stored)
  const preferences = structuredClone(DEFAULTS)
  for (const kind of NOTICE_KINDS) {
    const when = known.sound?.[kind]
    if (when !== undefined && NOTICE_WHEN.includes(when)) preferences.sound[kind] = when
    const shown = known.desktop?.[kind]
    if (typeof shown === 'boolean') preferences.desktop[kind] = shown
  }
  if (known.tune !== undefined && SOUNDS.includes(known.tune)) preferences.tune = known.tune
  if (typeof known.volume === 'number' && known.volume >= 0 && known.volume <= 1) {
    preferences.volume = known.volume
  }
  for (const name of ['letterKeys', 'unreadFirst', 'dense', 'folded', 'undoSend'] as const) {
    const value = known[name]
    if (typeof value === 'boolean') preferences[name] = value
  }
  return preferences
}

function parse(stored: string | null): Partial<Preferences> {
  try {
    const value: unknown = JSON.parse(stored ?? '{}')
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

export const preferences = createPreferences(browserStorage())

export function usePreferences(): Preferences {
  return useSyncExternalStore(preferences.subscribe, () => preferences.current)
}
