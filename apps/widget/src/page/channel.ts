import type { WidgetConfig } from '@biometrics/chat-protocol'

/**
 * What page and frame tell each other over a MessagePort, always `[name, data]`. The port itself is handed over by one
 * `postMessage` from the page to the frame's exact origin, so nothing is ever sent to `*` and nobody else can listen.
 */
export interface PageFacts {
  url: string
  title: string
  referrer: string
}

/** The configuration that the page gave, after its check; what the page left out is left out here. */
export interface PageConfig {
  position?: string
  greeting?: string
  color?: string
  language?: string
  businessHours?: { enabled?: boolean; hours?: string }
  prechatForm?: { enabled?: boolean; fields?: unknown }
  sound?: { enabled?: boolean; url?: string }
  greetingRules?: GreetingRules
}

/** When the greeting shows: once everything that is given here has come true. */
export type GreetingRules = Partial<NonNullable<WidgetConfig['greetingRules']>>

/** The first word of the page, with the port beside it. */
export interface Hello {
  config: PageConfig
  page: PageFacts
}

/** From the page to the frame. */
export interface PageCalls {
  /** The page wants to hear of events. */
  listen: undefined
  open: undefined
  close: undefined
  /** The visitor wrote before: open the session at once, so that unread messages show on the launcher. */
  wake: undefined
  page: PageFacts
  identify: unknown
  setAttributes: unknown
  setLanguage: unknown
  setTheme: unknown
  prefill: unknown
  send: unknown
  track: { name: unknown; data: unknown }
  reset: undefined
}

/** What the loader shows, and what `biometricsChat.get()` answers from. */
export interface Shown {
  unread: number
  visitor: unknown
  conversation: unknown
  /** A bubble beside the launcher, such as the beginning of a new message. */
  bubble: string
}

/** What the loader remembers on this page's origin: whether the visitor wrote, and the app's stored look. */
export interface Kept {
  known: boolean
  position: string
  color: string
  greeting: string
  /** What the launcher's buttons are called, in the visitor's language. */
  words: { open: string; close: string; dismiss: string; unread: string }
}
