import { randomUUID } from 'node:crypto'
import {
  type AgentClient,
  CommandFailed,
  createAgentClient,
  createSignIn,
  memoryStorage,
} from '@biometrics/chat-client'
import { LIMITS } from '@biometrics/chat-protocol'
import type { Admin } from '../own-server.ts'
import { ReplayError } from './replay-error.ts'

export interface Staff {
  agents: AgentClient[]
  /** Reads the histories at the end. */
  token: string
}

/** Signs in, makes so many colleagues, and connects them all; without colleagues the one who signed in answers. */
export async function assembleStaff(url: string, person: Admin, colleagues: number): Promise<Staff> {
  const token = await signIn(url, person)
  const tokens = colleagues === 0 ? [token] : []
  for (let index = 0; index < colleagues; index++) tokens.push(await addAgent(url, token, index + 1))
  const agents = tokens.map((agentToken) =>
    createAgentClient({ url, token: agentToken, storage: memoryStorage() }),
  )
  await Promise.all(agents.map(online))
  return { agents, token }
}

async function signIn(url: string, { email, password }: Admin): Promise<string> {
  try {
    return (await createSignIn({ url }).login(email, password)).token
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error
    if (error.reason === 'unreachable') throw new ReplayError(`There is no server at ${url}.`)
    throw new ReplayError(`${url} did not let ${email} in: ${error.message.replace(/\.?$/, '.')}`)
  }
}

async function addAgent(url: string, adminToken: string, number: number): Promise<string> {
  const person = { email: `${randomUUID()}@example.com`, password: randomUUID() }
  const response = await fetch(`${url}/api/v1/agents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...person, name: `Agent ${number}`, maxChats: LIMITS.maxChats }),
  })
  if (!response.ok) throw new Error(`Adding an agent was answered with ${response.status}.`)
  return signIn(url, person)
}

/** Resolves when the agent is there and has room, so that no dialogue waits for its agent. */
async function online(agent: AgentClient): Promise<void> {
  await agent.connect()
  await new Promise<void>((resolve, reject) => {
    const look = () => {
      const { connection } = agent.state
      if (connection.status === 'online') resolve()
      else if (connection.status === 'refused') reject(new CommandFailed(connection.error))
      else return
      stop()
    }
    const stop = agent.subscribe(look)
    look()
  })
  await agent.setStatus('online', LIMITS.maxChats)
}
