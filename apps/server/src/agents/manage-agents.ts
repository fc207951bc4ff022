import { type Agent, ChatError, type Reach, type Role } from '@biometrics/chat-protocol'
import { isForeignKeyViolation } from '../database/errors.ts'
import { mayDo } from '../rights.ts'
import { recordShift } from '../metrics/record-shift.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { refuseTakenEmail } from './add-agent.ts'
import { type AgentRow, deleteAgent, findAgent, listAgents as select, updateAgent } from './agent-store.ts'
import { agentView } from './agent-view.ts'
import { announceAgent } from './announce-agent.ts'
import { judgeReach } from './judge-reach.ts'
import { judgePassword } from './judge-password.ts'
import { noticeStatus } from './notice-status.ts'
import { hashPassword } from './password.ts'
import { deleteSessionsOf } from './session-store.ts'

export interface AgentChange {
  name?: string | undefined
  email?: string | undefined
  password?: string | undefined
  role?: Role | undefined
  reach?: Reach | undefined
  maxChats?: number | undefined
  skills?: string[] | undefined
  languages?: string[] | undefined
  active?: boolean | undefined
}

/** What decides who gets which conversations is not for the agent to say. */
const ADMINS_ONLY = ['role', 'reach', 'email', 'skills', 'languages', 'active', 'password'] as const

type ChangeServices = Pick<Services, 'database' | 'clock' | 'deliver' | 'hangUp' | 'availability' | 'router'>

/** Admins change everybody; agents their own name and capacity. A new password, another role and deactivation end every session. */
export async function changeAgent(
  services: ChangeServices,
  session: AgentSession,
  id: string,
  change: AgentChange,
): Promise<Agent> {
  const { database, clock } = services
  refuseForeign(session, id, change)
  const { password, maxChats, active, ...fields } = change
  if (password !== undefined) await judgePassword(password, await readAgent(services, id))
  const set = {
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    ...(maxChats !== undefined && { max_chats: maxChats }),
    ...(password !== undefined && { password_hash: await hashPassword(password) }),
    // Whoever is gone is given nothing, at once; whoever is back says so by coming.
    ...(active === false && { deactivated_at: clock.now(), chosen_status: 'offline' as const }),
    ...(active === true && { deactivated_at: null, chosen_status: 'online' as const }),
  }
  const { ends, isMoved } = await database.query
    .transaction()
    .execute(async (trx) => {
      const before = (await findAgent(trx, id)) ?? missingAgent(id)
      if (active === (before.deactivated_at === null)) {
        delete set.deactivated_at
        delete set.chosen_status
      }
      judgeReach(change.role ?? before.role, change.reach)
      if (Object.keys(set).length > 0) await updateAgent(trx, id, set)
      if (maxChats !== undefined) await recordShift(trx, id, clock.now())
      const isOther = change.role !== undefined && change.role !== before.role
      const ends = password !== undefined || isOther || active === false
      if (ends) await deleteSessionsOf(trx, id)
      return { ends, isMoved: change.reach !== undefined && change.reach !== before.reach }
    })
    .catch(refuseTakenEmail)
  // Whoever reaches more or less than before comes again, and reads all anew.
  if (ends || isMoved) services.hangUp({ agent: id })
  if (active === false) await noticeStatus(services, id)
  const row = await readAgent(services, id)
  announceAgent(services, row)
  // More slots, or more that this agent can do.
  void services.router.routeAgent(id)
  return agentView(row, clock.now())
}

/** What opens a way in, or closes one, where it is not so already: the dashboard sends what it shows. */
const WAYS_IN = ['email', 'role', 'reach', 'active'] as const

/** Whether it changes how somebody gets in, or what they may do then. */
export async function changesAccess(
  services: ChangeServices,
  id: string,
  change: AgentChange,
): Promise<boolean> {
  if (change.password !== undefined) return true
  if (WAYS_IN.every((field) => change[field] === undefined)) return false
  const agent = await getAgent(services, id)
  return WAYS_IN.some((field) => change[field] !== undefined && change[field] !== agent[field])
}

function refuseForeign(session: AgentSession, id: string, change: AgentChange): void {
  const isOwn = id === session.agentId
  if (isOwn && change.password !== undefined)
    throw new ChatError('forbidden', 'password: change your own with POST /me/password.')
  if (!mayDo(session, 'agents:write') && (!isOwn || ADMINS_ONLY.some((field) => change[field] !== undefined)))
    throw new ChatError('forbidden', 'Only an admin may change this.')
  if (isOwn && change.role !== undefined && change.role !== session.role)
    throw new ChatError('forbidden', 'role: nobody changes their own role.')
  if (isOwn && change.active === false)
    throw new ChatError('forbidden', 'active: nobody deactivates themselves.')
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
