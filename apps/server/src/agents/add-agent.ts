import { type Agent, ChatError, type Reach, type Role } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import type { Queries } from '../database/database.ts'
import { isUniqueViolation } from '../database/errors.ts'
import { joinDefaultGroup } from '../groups/find-group.ts'
import type { Services } from '../services.ts'
import { type AgentRow, findAgent, insertAgent } from './agent-store.ts'
import { agentView } from './agent-view.ts'
import { judgeReach } from './judge-reach.ts'
import { judgePassword } from './judge-password.ts'
import { hashPassword } from './password.ts'

const MAX_CHATS_DEFAULT = 5
const ROLE_DEFAULT: Role = 'agent'

export interface NewAgent {
  name: string
  email: string
  /** Without one the agent is invited, and chooses it. */
  password?: string | undefined
  role?: Role | undefined
  reach?: Reach | undefined
  maxChats?: number | undefined
  skills?: string[] | undefined
  languages?: string[] | undefined
}

/** Makes an agent, who is in the default group from the start. */
export async function addAgent(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  agent: NewAgent,
): Promise<Agent> {
  const now = clock.now()
  judgeReach(agent.role ?? ROLE_DEFAULT, agent.reach)
  if (agent.password !== undefined) await judgePassword(agent.password, agent)
  const passwordHash = agent.password === undefined ? null : await hashPassword(agent.password)
  const row = await database.query
    .transaction()
    .execute((trx) => insertNewAgent(trx, agent, passwordHash, now))
    .catch(refuseTakenEmail)
  return agentView(row, now)
}

export async function insertNewAgent(
  trx: Queries,
  agent: NewAgent,
  passwordHash: string | null,
  now: Date,
): Promise<AgentRow> {
  const id = uuid()
  await insertAgent(trx, {
    id,
    name: agent.name,
    email: agent.email,
    password_hash: passwordHash,
    role: agent.role ?? ROLE_DEFAULT,
    reach: agent.reach ?? 'all',
    chosen_status: 'online',
    connected_until: null,
    max_chats: agent.maxChats ?? MAX_CHATS_DEFAULT,
    skills: [...new Set(agent.skills)],
    languages: [...new Set(agent.languages)],
    created_at: now,
  })
  await joinDefaultGroup(trx, id)
  return (await findAgent(trx, id)) as AgentRow
}

export function refuseTakenEmail(error: unknown): never {
  if (!isUniqueViolation(error)) throw error
  throw new ChatError('name_taken', 'email: another agent has this address.', {
    fields: [{ path: 'email', message: 'another agent has this address' }],
  })
}
