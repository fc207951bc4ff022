import { browserStorage, createVisitorClient } from '@biometrics/chat-client'

/** What the tests of several tabs find in each tab. */
const client = createVisitorClient({ url: '', appId: 'biometrics-web', storage: browserStorage() })

declare global {
  interface Window {
    chat: typeof client
  }
}
window.chat = client
