import { type AgentClient, browserStorage, createAgentClient, createSignIn } from '@biometrics/chat-client'
import type { Agent } from '@biometrics/chat-protocol'

/** Who is signed in, and the live client that goes with it. The token itself is a cookie that no script can read. */
export interface SignedIn {
  agent: Agent
  client: AgentClient
}

export interface Session {
  readonly current: SignedIn | null
  /** Asks the server once per page load whether the cookie is still good. */
  resume(): Promise<SignedIn | null>
  login(email: string, password: string): Promise<void>
  setUp(body: { token: string; name: string; email: string; password: string }): Promise<void>
  logout(): Promise<void>
  /** The server has ended the session: forget it here too. */
  forget(): void
}

export function createSession(): Session {
  const signIn = createSignIn({ url: '' })
  let current: SignedIn | null = null

  function begin(agent: Agent): SignedIn {
    current?.client.destroy()
    const client = createAgentClient({ url: '', storage: browserStorage() })
    current = { agent, client }
    // A refusal shows as `connection.status`; there is nothing to do with it here.
    client.connect().catch(() => undefined)
    return current
  }

  function forget(): void {
    current?.client.destroy()
    current = null
  }

  return {
    get current() {
      return current
    },
    async resume() {
      if (current) return current
      const agent = await signIn.me()
      return agent && begin(agent)
    },
    async login(email, password) {
      begin((await signIn.login(email, password)).agent)
    },
    async setUp(body) {
      begin((await signIn.setup(body)).agent)
    },
    async logout() {
      await signIn.logout()
      forget()
    },
    forget,
  }
}
