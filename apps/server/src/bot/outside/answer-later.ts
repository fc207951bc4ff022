import { ChatError, type HandOverReason, type LateBotAnswer } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { accessConversation } from '../../conversations/access-conversation.ts'
import type { Queries } from '../../database/database.ts'
import { groupExists } from '../../groups/find-group.ts'
import { hashToken } from '../../tokens.ts'
import type { BotAnswer } from '../bot.ts'
import { findBot } from '../bot-store.ts'
import { checkReplies, commitTurn, type Outcome, READER, type TurnServices } from '../commit-turn.ts'
import { obstacleTo } from '../obstacles.ts'
import { givenUp } from '../take-turn.ts'
import { finishTurn, findLed, isSaid } from '../turn-store.ts'
import { answerOf } from './outside-bot.ts'
import { deletePromise, isPromised, takeBroken } from './outside-store.ts'

const BROKEN_AT_ONCE = 100

/** Which turn an answer is to: one that was promised, or none that anybody has asked for. */
export type LateTurn = { token: string } | { clientId: string | undefined }

/** What a bot of others says after its turn, or of itself; the limits are those of every turn. False: it was said before. */
export async function answerLater(
  services: TurnServices,
  conversationId: string,
  late: LateTurn,
  body: LateBotAnswer,
): Promise<boolean> {
  const { database, clock } = services
  const row = await accessConversation(database, READER, conversationId)
  const tokenHash = 'token' in late ? hashToken(late.token) : null
  if (tokenHash !== null && !(await isPromised(database.query, tokenHash, row.id, clock.now())))
    throw new ChatError('unauthenticated', 'The token was used, has run out, or is of another conversation.')
  const name = `bot-late:${'token' in late ? uuid() : (late.clientId ?? uuid())}`
  if (await isSaid(database.query, row.id, name)) return false
  const led = await findLed(database.query, row.id)
  if (led?.kind !== 'webhook') throw new ChatError('no_bot_leads')
  const answer = answerOf(body, led.state)
  try {
    checkReplies(answer)
  } catch (error) {
    throw new ChatError('invalid_payload', 'replies: there is one that cannot be said.', { cause: error })
  }
  await refuseLostGroups(database.query, answer)
  const bot = await findBot(database.query, led.app_uuid)
  const obstacle = await obstacleTo(services, { bot, visitorId: row.visitor_id, led, message: null })
  const wish = answer.actions.some(({ type }) => type === 'handoff') ? ('bot' as const) : null
  const outcome: Outcome = obstacle === null ? { answer, guesses: 0, handOver: wish } : givenUp(led, obstacle)
  const finish = finishLate(row.id, outcome, tokenHash)
  const counts = await commitTurn(services, { bot, row, outcome, name, finish })
  if (!counts) throw new ChatError('no_bot_leads')
  if (obstacle !== null)
    throw new ChatError('no_bot_leads', `People have the conversation now: ${obstacle.replace('_', ' ')}.`)
  return true
}

async function refuseLostGroups(query: Queries, { actions }: BotAnswer): Promise<void> {
  for (const action of actions)
    if (action.type === 'route' && !(await groupExists(query, action.groupId)))
      throw new ChatError('invalid_payload', `actions: there is no group ${action.groupId}.`, {
        fields: [{ path: 'actions', message: `there is no group ${action.groupId}` }],
      })
}

/** Whose answer was promised and has not come gets people. */
export async function giveUpBroken(services: TurnServices): Promise<void> {
  const { database, clock } = services
  for (const { conversation_id, token_hash } of await takeBroken(
    database.query,
    clock.now(),
    BROKEN_AT_ONCE,
  )) {
    const row = await accessConversation(database, READER, conversation_id)
    const led = await findLed(database.query, row.id)
    if (!led) continue
    const outcome = givenUp(led, 'timeout' satisfies HandOverReason)
    const bot = await findBot(database.query, led.app_uuid)
    const finish = finishLate(row.id, outcome, token_hash)
    await commitTurn(services, { bot, row, outcome, name: `bot-late:${uuid()}`, finish })
  }
}

/** A promise is kept or broken once, whoever comes first. */
function finishLate(
  conversationId: string,
  { answer, guesses, handOver }: Outcome,
  tokenHash: Buffer | null,
) {
  return async (trx: Queries, now: Date): Promise<boolean> => {
    if (tokenHash !== null && !(await deletePromise(trx, tokenHash))) return false
    const closes = answer.actions.some(({ type }) => type === 'close')
    return finishTurn(
      trx,
      {
        conversationId,
        claim: null,
        answeredSeq: 0,
        state: answer.state,
        guesses,
        spoke: answer.replies.length > 0,
        handedOver: handOver,
        ended: closes && handOver === null,
      },
      now,
    )
  }
}
