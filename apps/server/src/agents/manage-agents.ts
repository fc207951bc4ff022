import { type Agent, ChatError, type Role } from '@biometrics/chat-protocol'
import { isForeignKeyViolation } from '../database/errors.ts'
import { mayDo } from '../rights.ts'
import { recordShift } from '../metrics/record-shift.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { refuseTakenEmail } from './add-agent.ts'
import {
  type AgentRow,
  deleteAgent,
  deleteSessionsOf,
  findAgent,
  listAgents as select,
  updateAgent,
} from './agent-store.ts'
import { agentView } from './agent-view.ts'
import { announceAgent } from './announce-agent.ts'
import { hashPassword } from './password.ts'

export interface AgentChange {
  name?: string | undefined
  email?: string | undefined
  password?: string | undefined
  role?: Role | undefined
  maxChats?: number | undefined
  skills?: string[] | undefined
  languages?: string[] | undefined
}

/** What decides who gets which conversations is not for the agent to say. */
const ADMINS_ONLY = ['role', 'email', 'skills', 'languages'] as const

type ChangeServices = Pick<Services, 'database' | 'clock' | 'deliver' | 'hangUp' | 'availability' | 'router'>

/** Admins change everybody; agents their own name, password and capacity. A new password and another role end every session. */
export async function changeAgent(
  services: ChangeServices,
  session: AgentSession,
  id: string,
  change: AgentChange,
): Promise<Agent> {
  const { database, clock } = services
  if (
    !mayDo(session, 'agents:write') &&
    (id !== session.agentId || ADMINS_ONLY.some((field) => change[field] !== undefined))
  ) {
    throw new ChatError('forbidden', 'Only an admin may change this.')
  }
  if (id === session.agentId && change.role !== undefined && change.role !== session.role) {
    throw new ChatError('forbidden', 'role: nobody changes their own role.')
  }
  const { password, maxChats, ...fields } = change
  const set = {
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    ...(maxChats !== undefined && { max_chats: maxChats }),
    ...(password !== undefined && { password_hash: await hashPassword(password) }),
  }
  const endsSessions = await database.query
    .transaction()
    .execute(async (trx) => {
      const before = (await findAgent(trx, id)) ?? missingAgent(id)
      if (Object.keys(set).length > 0) await updateAgent(trx, id, set)
      if (maxChats !== undefined) await recordShift(trx, id, clock.now())
      const ends = password !== undefined || (change.role !== undefined && change.role !== before.role)
      if (ends) await deleteSessionsOf(trx, id)
      return ends
    })
    .catch(refuseTakenEmail)
  if (endsSessions) services.hangUp({ agent: id })
  const row = await readAgent(services, id)
  announceAgent(services, row)
  // More slots, or more that this agent can do.
  void services.router.routeAgent(id)
  return agentView(row, clock.now())
}

/** An agent whose name stands on a conversation stays: history would lose who answered. */
export async function removeAgent(
  { database, hangUp, availability }: ChangeServices,
  session: AgentSession,
  id: string,
): Promise<void> {
  if (id === session.agentId) throw new ChatError('forbidden', 'Nobody removes themselves.')
  const removed = await deleteAgent(database.query, id).catch((error) => {
    throw isForeignKeyViolation(error) ? new ChatError('in_use', 'The agent has conversations.') : error
  })
  if (!removed) missingAgent(id)
  hangUp({ agent: id })
  await availability.changed()
}

export async function getAgent(services: ChangeServices, id: string): Promise<Agent> {
  return agentView(await readAgent(services, id), services.clock.now())
}

export async function listAgents(
  { database, clock }: ChangeServices,
  after: string | undefined,
  limit: number,
): Promise<Agent[]> {
  return (await select(database.query, after, limit)).map((row) => agentView(row, clock.now()))
}

async function readAgent({ database }: Pick<Services, 'database'>, id: string): Promise<AgentRow> {
  return (await findAgent(database.query, id)) ?? missingAgent(id)
}

function missingAgent(id: string): never {
  throw new ChatError('not_found', `There is no agent ${id}.`)
}
