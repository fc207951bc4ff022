import type { Chat } from '../chat/chat.ts'

interface Host {
  postMessage(text: string): void
}

interface HostWindow {
  /** React Native's web view. */
  ReactNativeWebView?: Host
  /** WKWebView, with a message handler of this name. */
  webkit?: { messageHandlers?: { biometricsChat?: Host } }
  /** Android's, with `addJavascriptInterface(…, "BiometricsChatHost")`. */
  BiometricsChatHost?: Host
}

/**
 * The chat as a whole page in an app's web view: the app hears `{"type": "ready"}`, `{"type": "unread", "count": 2}` and
 * `{"type": "close"}`, each as JSON text. Returns how to tell it; undefined where there is no such app after all.
 */
export function tellHost(chat: Chat): ((event: string) => void) | undefined {
  const { ReactNativeWebView, webkit, BiometricsChatHost } = window as unknown as HostWindow
  const host = ReactNativeWebView ?? webkit?.messageHandlers?.biometricsChat ?? BiometricsChatHost
  if (!host) return undefined
  // An app, other than a window, has no origin to be named.
  // oxlint-disable-next-line require-post-message-target-origin
  const tell = (message: object) => host.postMessage(JSON.stringify(message))
  let told: number | undefined
  let isReady = false
  const look = () => {
    const { session, unread } = chat.state.value.client.state
    if (session && !isReady) tell({ type: 'ready' })
    isReady ||= session !== null
    if (isReady && unread !== told) tell({ type: 'unread', count: unread })
    told = isReady ? unread : told
  }
  let unfollow = chat.state.value.client.subscribe(look)
  let followed = chat.state.value.client
  chat.state.subscribe(() => {
    const { client } = chat.state.value
    if (client === followed) return
    unfollow()
    followed = client
    unfollow = client.subscribe(look)
  })
  look()
  chat.isHosted = true
  return (event) => {
    if (event === 'close') tell({ type: 'close' })
  }
}
