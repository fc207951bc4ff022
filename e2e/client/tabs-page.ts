import { browserStorage, createVisitorClient } from '@biometrics/chat-client'

/** What the tests of several tabs find in each tab. */
const storage = browserStorage()
const client = createVisitorClient({ url: '', appId: 'biometrics-web', storage })

/** What waits in the browser's storage, whatever the client shows. */
async function storedTexts(): Promise<string[]> {
  const outbox = storage.outbox?.('biometrics-chat:biometrics-web:outbox:')
  const entries = (await outbox?.load()) ?? []
  outbox?.close()
  const inOrder = entries.toSorted((a, b) => a.createdAt - b.createdAt)
  return inOrder.map(({ draft }) => (draft.content as { text: string }).text)
}

declare global {
  interface Window {
    chat: typeof client
    storedTexts: typeof storedTexts
  }
}
window.chat = client
window.storedTexts = storedTexts
