import {
  type AgentClient,
  type ClientStorage,
  createAgentClient,
  createVisitorClient,
  memoryStorage,
  systemTiming,
  type Timing,
  type VisitorClient,
} from '@biometrics/chat-client'
import { ADA, startTestServer } from '../../apps/server/src/testing/start-test-server.ts'
import { until } from '../../tooling/until.ts'
import { type Network, startNetwork } from './network.ts'

/** Comes back after a few milliseconds instead of seconds. */
export const EAGER: Timing = { ...systemTiming, random: () => 0.02 }

/** A real server, clients of the public package, and a network between them that can fail. */
export async function startWorld(options: Parameters<typeof startTestServer>[0] = {}) {
  const server = await startTestServer(options)
  const admin = await server.admin()
  const clients = new Set<VisitorClient | AgentClient>()
  const networks = new Set<Network>()

  function keep<C extends VisitorClient | AgentClient>(client: C): C {
    clients.add(client)
    return client
  }

  return {
    server,
    admin,

    async network() {
      const network = await startNetwork(() => server.url)
      networks.add(network)
      return network
    },

    visitor(options: { storage?: ClientStorage; url?: string; appId?: string; timing?: Timing } = {}) {
      const storage = options.storage ?? memoryStorage()
      return keep(
        createVisitorClient({ url: server.url, appId: 'biometrics-web', timing: EAGER, ...options, storage }),
      )
    },

    /** Vera, who is connected and has said something. */
    async vera(options: { url?: string; storage?: ClientStorage } = {}) {
      const vera = this.visitor(options)
      await vera.connect()
      const key = vera.start(say('Hello'))
      const id = await until(vera, (state) => state.started[key])
      return { vera, id }
    },

    /** Another agent than the admin, signed in. */
    async ana(options: { url?: string; email?: string } = {}) {
      const { email = 'ana@example.com', url = server.url } = options
      const { token } = await server.agent(admin, { email })
      return this.agent({ url, token })
    },

    /** Whoever has the token, in one more tab. */
    async agent({ url = server.url, token }: { url?: string; token: string }) {
      const client = keep(createAgentClient({ url, token, storage: memoryStorage(), timing: EAGER }))
      await client.connect()
      await until(client, (state) => state.connection.status === 'online')
      return client
    },

    /** What the server has, as everybody can read it over REST. */
    async log(conversationId: string) {
      const texts: { seq: number; text: string }[] = []
      let afterSeq = 0
      for (;;) {
        const address = `/api/v1/conversations/${conversationId}/messages?afterSeq=${afterSeq}&limit=200`
        const { body } = await server.rest('GET', address, undefined, admin.token)
        for (const { seq, content } of body.items) texts.push({ seq, text: content.text ?? content.message })
        const last = body.items.at(-1)
        if (!last || body.nextCursor === null) return texts
        afterSeq = last.seq
      }
    },

    async stop() {
      for (const client of clients) client.destroy()
      for (const network of networks) await network.close()
      await server.stop()
    },
  }
}

export type World = Awaited<ReturnType<typeof startWorld>>

export { ADA, until }

export function say(text: string) {
  return { type: 'text' as const, content: { text } }
}

export function textsOf(messages: readonly { seq: number; content: object }[]) {
  return messages.map(({ seq, content }) => {
    const { text, message } = content as { text?: string; message?: string }
    return { seq, text: text ?? message ?? '' }
  })
}
