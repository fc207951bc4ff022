import { browserStorage } from '@biometrics/chat-client'
import { indexedDbOutbox } from '../../packages/client/src/outbox-indexed-db.ts'
import { entryOf, OUTBOX_CONTRACT } from '../../packages/client/src/testing/outbox-contract.ts'

let count = 0

/** What the tests of the stored outbox find in a page. */
const page = {
  /** Carries out one sentence of the contract on an IndexedDB of its own. */
  holds(title: string) {
    count += 1
    const name = `contract ${count}`
    return OUTBOX_CONTRACT[title]?.(() => indexedDbOutbox(name))
  },
  outbox: () => browserStorage().outbox?.('outbox:'),
  put: (clientId: string) => page.outbox()?.put(entryOf(clientId)),
  async load() {
    return (await page.outbox()?.load())?.map(({ clientId }) => clientId)
  },
}

declare global {
  interface Window {
    page: typeof page
  }
}
window.page = page
