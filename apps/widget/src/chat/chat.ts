import { browserStorage, createVisitorClient, type Draft, type VisitorClient } from '@biometrics/chat-client'
import { chooseLanguage, type Language, loadLanguage } from '../i18n/language.ts'
import type { PageConfig, PageFacts } from '../page/channel.ts'
import { observable } from './observable.ts'
import type { Screen } from './screen.ts'
import type { SessionFacts } from './session-facts.ts'

export type Theme = 'light' | 'dark' | 'auto'

export interface ChatState {
  client: VisitorClient
  /** What the page says about looks and words; the app's stored settings fill the rest. */
  config: PageConfig
  theme: Theme
  language: Language | null
  /** Whether the visitor sees the chat. */
  open: boolean
  screen: Screen
  /** Counts how often the visitor went to another screen; a conversation that begins stays the same visit. */
  visit: number
  /** Text that the page put into the composer; each time anew, also when it is the same. */
  prefill: { text: string } | null
}

export type Chat = ReturnType<typeof createChat>

/** A page that identifies, then sets attributes, and so on, makes one new session of it. */
const FACTS_SETTLE_MS = 300

/** The chat as a whole: the client, who the visitor is said to be, what is on the screen. */
export function createChat(options: {
  appId: string
  config: PageConfig
  page: PageFacts
  embedded: boolean
}) {
  const storage = browserStorage()
  let facts: SessionFacts = {
    page: options.page,
    language: navigator.language,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    // Read by the server, which knows zones and what may be written.
    businessHours: options.config.businessHours,
  }
  let connected = false
  let settling: ReturnType<typeof setTimeout> | undefined
  const newClient = () => createVisitorClient({ url: '', appId: options.appId, storage, session: facts })

  const state = observable<ChatState>({
    client: newClient(),
    config: options.config,
    theme: 'auto',
    language: null,
    open: !options.embedded,
    screen: { name: 'first' },
    visit: 0,
    prefill: null,
  })
  const change = (next: Partial<ChatState>) => state.set({ ...state.value, ...next })

  async function speak(): Promise<void> {
    const { config, client } = state.value
    const tag = chooseLanguage([config.language, client.state.session?.config.language, navigator.language])
    if (state.value.language?.tag !== tag) change({ language: await loadLanguage(tag) })
  }

  /** Opens the session once somebody needs it: a refusal stays in `connection`, for the screen to say. */
  function connect(): void {
    if (connected) return
    connected = true
    state.value.client.connect().then(speak, () => {})
  }

  function replaceClient(): void {
    state.value.client.destroy()
    change({ client: newClient() })
    if (!connected) return
    connected = false
    connect()
  }

  void speak()
  return {
    state,
    /** After a refusal: from the beginning. */
    restart: replaceClient,
    embedded: options.embedded,
    /** In the web view of an app, which can close it. */
    isHosted: false,
    connect,

    setOpen(open: boolean) {
      if (open) connect()
      change({ open })
    },
    show: (screen: Screen) => change({ screen, visit: state.value.visit + 1 }),
    /** The same screen by its proper name. */
    settle: (screen: Screen) => change({ screen }),
    setTheme: (theme: Theme) => change({ theme }),
    prefill: (text: string) => change({ prefill: { text } }),

    setLanguage(language: string | undefined) {
      const { language: _, ...config } = state.value.config
      change({ config: language ? { ...config, language } : config })
      void speak()
    },

    /** Sends into the conversation that goes by `key`, or begins one and shows it. */
    say(draft: Draft, key: string | undefined, answers?: Record<string, unknown>): void {
      connect()
      const { client } = state.value
      if (key) client.send(key, draft)
      else change({ screen: { name: 'conversation', key: client.start(draft, answers) } })
    },

    see(page: PageFacts) {
      facts = { ...facts, page }
      if (connected) state.value.client.pageView({ url: page.url, title: page.title })
    },
    /** What the server is told with the next session. */
    get facts() {
      return facts
    },
    note(next: SessionFacts) {
      facts = next
    },
    /** The server learns of new facts by a new session for the same visitor. */
    learn(next: SessionFacts) {
      facts = next
      clearTimeout(settling)
      settling = setTimeout(replaceClient, FACTS_SETTLE_MS)
    },
  }
}
