import type { Availability, Conversation, Message, Visitor, WidgetSettings } from '@biometrics/chat-protocol'

/** The widget from a page's own program, with types: what `window.biometricsChat` takes before and is after `widget.js`. */

/** Everything beside `appId` wins over what the app has stored. */
export interface ChatConfig extends Partial<Omit<WidgetSettings, 'choosableGroupIds'>> {
  appId: string
  position?: 'bottom-right' | 'bottom-left'
  greeting?: string
  /** `#rgb` or `#rrggbb`. */
  color?: string
  /** A language tag; left out, the app's language, else the browser's. */
  language?: string
}

/** Who the visitor is: a proof by the page's own server, or what the page only says. */
export type Identity =
  | { token: string }
  | ({ id: string; hash: string } & { name?: string; email?: string; phone?: string })

/** Event → what a listener is given. */
export interface WidgetEvents {
  ready: undefined
  error: { code: string; message: string }
  open: undefined
  close: undefined
  availability: Pick<Availability, 'online' | 'nextOpening'>
  'conversation:start': Conversation
  'conversation:end': Conversation
  'message:sent': Message
  'message:received': Message
  unread: number
  'prechat:submit': Record<string, string | boolean>
  'offline:submit': { text: string; name?: string; email: string }
  'agent:join': { conversationId: string; agentId: string; name: string | null }
  'agent:leave': { conversationId: string; agentId: string; name: string | null }
  queue: { conversationId: string } & NonNullable<Conversation['queue']>
  rating: { conversationId: string } & NonNullable<Conversation['rating']>
}

export interface WidgetState {
  state: 'open' | 'closed' | 'hidden'
  unread: number
  visitor: Visitor | null
  conversation: Conversation | null
}

type Listen = <Name extends keyof WidgetEvents>(
  event: Name,
  listener: (data: WidgetEvents[Name]) => void,
) => () => void

/** No call ever throws into the page; what is wrong is said in the console. */
export interface BiometricsChat {
  open(): void
  close(): void
  toggle(): void
  show(): void
  hide(): void
  identify(who: Identity): void
  setAttributes(attributes: Record<string, unknown>): void
  setLanguage(language: string): void
  setTheme(theme: 'light' | 'dark' | 'auto'): void
  /** Puts text into the composer. */
  prefill(text: string): void
  /** Sends for the visitor, and begins a conversation where there is none. */
  send(text: string): void
  track(name: string, data?: unknown): void
  /** Forgets the visitor on this device. */
  reset(): void
  /** Takes the widget off the page. */
  destroy(): void
  /** Returns the function that unsubscribes. */
  on: Listen
  once: Listen
  off<Name extends keyof WidgetEvents>(event: Name, listener: (data: WidgetEvents[Name]) => void): void
  get<Name extends keyof WidgetState>(name: Name): WidgetState[Name]
  push(...calls: unknown[]): number
}

export interface LoadOptions extends ChatConfig {
  /** The chat server, such as `https://chat.example.com`. */
  url: string
  /** For pages whose content policy asks for one. */
  nonce?: string
}

type ChatWindow = { biometricsChat?: unknown }

/** Puts the widget on the page, once; resolves when its API is there, rejects when the script cannot be loaded. */
export function loadWidget({ url, nonce, ...config }: LoadOptions): Promise<BiometricsChat> {
  const page = globalThis as unknown as ChatWindow
  page.biometricsChat = config
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = `${url.replace(/\/+$/, '')}/widget.js`
    script.async = true
    if (nonce) script.nonce = nonce
    script.onload = () => resolve(page.biometricsChat as BiometricsChat)
    script.onerror = () => reject(new Error(`${script.src} could not be loaded.`))
    document.head.append(script)
  })
}
