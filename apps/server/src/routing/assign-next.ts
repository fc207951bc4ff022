import { accessAny } from '../conversations/access-conversation.ts'
import {
  announceChange,
  type Changed,
  type ChangeServices,
  writeChange,
} from '../conversations/change-conversation.ts'
import { toAgent } from '../conversations/transitions.ts'
import type { Queries } from '../database/database.ts'
import type { NewMessageRow } from '../messages/message-row.ts'
import { systemMessage } from '../messages/system-message.ts'
import { chooseAgent } from './choose-agent.ts'
import {
  type FreeAgent,
  findFreeAgents,
  findPair,
  lockAgent,
  lockWaiting,
  type Scope,
  type Waiting,
  type WaitingRow,
  wasAnswered,
} from './routing-store.ts'

export type RouteServices = ChangeServices

/** Others may be quicker; more often in a row than this it would be an error of ours. */
const TRIES = 100

/**
 * Gives the first who waits to the best who is free; false when there is no such pair. Conversation and slot are claimed in
 * one transaction that holds both, the conversation first.
 */
export async function assignNext(services: RouteServices, scope: Scope): Promise<boolean> {
  for (let tried = 0; tried < TRIES; tried++) {
    const outcome = await tryNext(services, scope)
    if (outcome === 'nobody') return false
    if (outcome === 'lost') continue
    await announceChange(services, outcome, await accessAny(services.database, outcome.after.id))
    return true
  }
  throw new Error('Somebody else was always quicker.')
}

async function tryNext(services: RouteServices, scope: Scope): Promise<Changed | 'nobody' | 'lost'> {
  const { database, clock } = services
  const now = clock.now()
  const { free, waiting } = await findPair(database.query, scope, now)
  if (waiting === null) return 'nobody'
  return database.query.transaction().execute(async (trx) => {
    const held = await lockWaiting(trx, waiting)
    if (!held) return 'lost'
    const { group_id: groupId } = waiting
    const all = 'groupId' in scope ? free : await findFreeAgents(trx, { groupId }, now)
    return claim(trx, held, waiting, all, now)
  })
}

async function claim(
  trx: Queries,
  held: WaitingRow,
  waiting: Waiting,
  free: readonly FreeAgent[],
  now: Date,
): Promise<Changed | 'lost'> {
  const agent = chooseAgent(free, waiting)
  if (!agent) return 'lost'
  await lockAgent(trx, agent.id)
  // What was counted before the agent was held may have changed meanwhile.
  const [still] = await findFreeAgents(trx, { groupId: waiting.group_id, agentId: agent.id }, now)
  if (!still) return 'lost'
  return writeChange(
    trx,
    held,
    {
      change: toAgent(held, agent.id, now),
      why: { reason: 'routed' },
      messages: await greetingOf(trx, held, waiting.greeting, agent.name, now),
    },
    now,
    'everyone',
  )
}

/** The group's word of welcome, when the first agent has it. */
async function greetingOf(
  trx: Queries,
  { id }: WaitingRow,
  greeting: string | null,
  agentName: string,
  now: Date,
): Promise<NewMessageRow[]> {
  if (greeting === null || (await wasAnswered(trx, id))) return []
  return [systemMessage(id, { message: greeting, event: 'greeting', data: { agentName } }, now)]
}
