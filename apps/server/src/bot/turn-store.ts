import type { HandOverReason } from '@biometrics/chat-protocol'
import { type Insertable, type Selectable, sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type BotConversationRow = Selectable<Schema['bot_conversations']>

export async function insertBotConversation(
  trx: Queries,
  row: Omit<Insertable<Schema['bot_conversations']>, 'state' | 'answered_seq'>,
): Promise<void> {
  await trx
    .insertInto('bot_conversations')
    .values({ ...row, state: null as unknown as string, answered_seq: null })
    .execute()
}

/** Makes one node the one that answers, or lets it go on, until then. Nothing comes back when another one answers or no bot leads. */
export async function claimTurn(
  query: Queries,
  conversationId: string,
  claim: string,
  now: Date,
  until: Date,
): Promise<BotConversationRow | undefined> {
  return query
    .updateTable('bot_conversations')
    .set({ claim, claimed_until: until })
    .where('conversation_id', '=', conversationId)
    .where('is_leading', '=', true)
    .where((where) =>
      where.or([
        where('claimed_until', 'is', null),
        where('claimed_until', '<', now),
        where('claim', '=', claim),
      ]),
    )
    .returningAll()
    .executeTakeFirst()
}

/**
 * Gives the claim back unless the visitor has said more meanwhile: then it stays, and false comes back. Who stored that
 * message could not claim it.
 */
export async function releaseTurn(query: Queries, conversationId: string, claim: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update bot_conversations b set claim = null, claimed_until = null
    where b.conversation_id = ${conversationId} and b.claim = ${claim} and not (b.is_leading and exists (
      select from messages m
      where m.conversation_id = b.conversation_id and m.seq > b.answered_seq and m.sender_type = 'user'
    ))`.execute(query)
  return numAffectedRows === 1n
}

export interface TurnResult {
  conversationId: string
  /** Null for what a bot says without having been asked; then the position stays. */
  claim: string | null
  answeredSeq: number
  state: Record<string, unknown> | null
  guesses: number
  /** How many messages it said. */
  spoke: boolean
  handedOver: HandOverReason | null
  ended: boolean
}

/** Writes what a turn has come to; false when the claim has passed to another node, whose turn counts. */
export async function finishTurn(trx: Queries, result: TurnResult, now: Date): Promise<boolean> {
  const update = trx
    .updateTable('bot_conversations')
    .set((column) => ({
      state: JSON.stringify(result.state),
      ...(result.claim !== null && { answered_seq: result.answeredSeq }),
      guesses: result.guesses,
      turns: result.spoke ? column('turns', '+', 1) : column.ref('turns'),
      ...((result.handedOver !== null || result.ended) && { is_leading: false }),
      ...(result.handedOver !== null && { handed_over_at: now, reason: result.handedOver }),
    }))
    .where('conversation_id', '=', result.conversationId)
    .where('is_leading', '=', true)
  const held = result.claim === null ? update : update.where('claim', '=', result.claim)
  const { numUpdatedRows } = await held.executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Forgets conversations that people have by now, or that have ended. */
export async function stopLeadingLost(query: Queries): Promise<void> {
  await sql`
    update bot_conversations b set is_leading = false, claim = null, claimed_until = null
    from conversations c
    where b.is_leading and c.id = b.conversation_id and (c.status <> 'active' or c.agent_id is not null)
  `.execute(query)
}

export async function findLed(
  query: Queries,
  conversationId: string,
): Promise<BotConversationRow | undefined> {
  return query
    .selectFrom('bot_conversations')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('is_leading', '=', true)
    .executeTakeFirst()
}

/** Whether a turn of that name has been stored. */
export async function isSaid(query: Queries, conversationId: string, name: string): Promise<boolean> {
  const { rows } = await sql`
    select from messages where conversation_id = ${conversationId} and client_id = ${`${name}:0`}`.execute(
    query,
  )
  return rows.length > 0
}

/** Somebody else has the conversation now. */
export async function stopLeading(query: Queries, conversationId: string): Promise<void> {
  await query
    .updateTable('bot_conversations')
    .set({ is_leading: false, claim: null, claimed_until: null })
    .where('conversation_id', '=', conversationId)
    .execute()
}

/** Conversations in which the visitor has said something that nobody is answering, oldest first, with when they said it. */
export async function listUnanswered(
  query: Queries,
  now: Date,
  limit: number,
): Promise<{ conversation_id: string; since: Date }[]> {
  const { rows } = await sql<{ conversation_id: string; since: Date }>`
    select b.conversation_id, coalesce(said.at, b.started_at) as since
    from bot_conversations b
    left join lateral (
      select m.created_at as at from messages m
      where m.conversation_id = b.conversation_id and m.seq > coalesce(b.answered_seq, 0) and m.sender_type = 'user'
      order by m.seq limit 1
    ) said on true
    where b.is_leading and (b.claimed_until is null or b.claimed_until < ${now})
      and (said.at is not null or b.answered_seq is null)
    order by since limit ${limit}`.execute(query)
  return rows
}
