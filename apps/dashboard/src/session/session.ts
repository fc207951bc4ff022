import { type AgentClient, browserStorage, createAgentClient, createSignIn } from '@biometrics/chat-client'
import type { Agent } from '@biometrics/chat-protocol'

/** Who is signed in, and the live client that goes with it. The token itself is a cookie that no script can read. */
export interface SignedIn {
  agent: Agent
  client: AgentClient
}

export interface Session {
  readonly current: SignedIn | null
  /** Signed in, and nothing is allowed before a second factor is set up. */
  readonly secondFactorMissing: boolean
  /** Asks the server once per page load whether the cookie is still good. */
  resume(): Promise<SignedIn | null>
  login(email: string, password: string, totp?: string): Promise<void>
  setUp(body: { token: string; name: string; email: string; password: string }): Promise<void>
  logout(): Promise<void>
  /** The server has ended the session: forget it here too. */
  forget(): void
}

export function createSession(): Session {
  const signIn = createSignIn({ url: '' })
  let current: SignedIn | null = null
  let secondFactorMissing = false

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
    secondFactorMissing = false
  }

  async function resume(): Promise<SignedIn | null> {
    if (current) return current
    const me = await signIn.me()
    secondFactorMissing = me?.secondFactorMissing ?? false
    return me && !secondFactorMissing ? begin(me.agent) : null
  }

  return {
    get current() {
      return current
    },
    get secondFactorMissing() {
      return secondFactorMissing
    },
    resume,
    async login(email, password, totp) {
      await signIn.login(email, password, totp)
      forget()
      await resume()
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
