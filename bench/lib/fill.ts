import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Database } from '../../apps/server/src/database/database.ts'
import { newToken } from '../../apps/server/src/tokens.ts'

/** Visitors who have been here before; the API would spend most of a minute on ten thousand. */
export async function addVisitors({ query }: Database, count: number): Promise<Known[]> {
  const visitors = Array.from({ length: count }, () => ({ id: uuid(), ...newToken('vis') }))
  const rows = JSON.stringify(
    visitors.map(({ id, tokenHash }) => ({ id, token_hash: tokenHash.toString('hex') })),
  )
  await sql`
    with given as (select * from jsonb_to_recordset(${rows}::jsonb) as g(id uuid, token_hash text)),
    visitor as (
      insert into visitors (id, app_uuid, attributes, page, created_at, last_seen_at)
      select given.id, (select id from apps limit 1), '{}', 'null', now(), now() from given
    )
    insert into visitor_sessions (token_hash, visitor_id, created_at, expires_at)
    select decode(token_hash, 'hex'), id, now(), now() + interval '1 year' from given`.execute(query)
  await sql`analyze visitors, visitor_sessions`.execute(query)
  return visitors.map(({ id, token }) => ({ id, token }))
}

/** Somebody who may come in. */
export interface Known {
  id: string
  token: string
}

/** Agents who are signed in; nobody knows their passwords. */
export async function addAgents({ query }: Database, count: number): Promise<Known[]> {
  const agents = Array.from({ length: count }, () => ({ id: uuid(), ...newToken('agt') }))
  const rows = JSON.stringify(
    agents.map(({ id, tokenHash }) => ({ id, token_hash: tokenHash.toString('hex') })),
  )
  await sql`
    with given as (select * from jsonb_to_recordset(${rows}::jsonb) as g(id uuid, token_hash text)),
    agent as (
      insert into agents (id, name, email, password_hash, role, chosen_status, max_chats, created_at)
      select id, 'Agent', id || '@example.com', '', 'agent', 'online', 100, now() from given
    )
    insert into agent_sessions (token_hash, agent_id, created_at, expires_at)
    select decode(token_hash, 'hex'), id, now(), now() + interval '1 year' from given`.execute(query)
  return agents.map(({ id, token }) => ({ id, token }))
}

/** One conversation for each of these visitors; the agents have taken them in turn. */
export async function addConversations(
  { query }: Database,
  visitorIds: string[],
  agentIds: string[],
): Promise<string[]> {
  const conversations = visitorIds.map((visitorId, at) => ({
    id: uuid(),
    visitor_id: visitorId,
    agent_id: agentIds[at % agentIds.length],
  }))
  await sql`
    insert into conversations (id, app_uuid, visitor_id, client_id, status, prechat, group_id, agent_id, priority,
      created_at, updated_at, public_updated_at)
    select id, (select id from apps limit 1), visitor_id, 'first', 'active', '{}', (select id from groups limit 1),
      agent_id, 'normal', now(), now(), now()
    from jsonb_to_recordset(${JSON.stringify(conversations)}::jsonb) as g(id uuid, visitor_id uuid, agent_id uuid)
    `.execute(query)
  return conversations.map(({ id }) => id)
}

/** Each of these conversations grows by so many messages of its agent, as if a server had stored them. */
export async function addMessages(
  { query }: Database,
  conversationIds: string[],
  count: number,
): Promise<void> {
  await sql`
    with grown as (
      update conversations set last_seq = last_seq + ${count}, last_public_seq = last_public_seq + ${count},
        visitor_unread = visitor_unread + ${count}, updated_at = now(), public_updated_at = now()
      where id = any(${conversationIds}::uuid[])
      returning id, agent_id, last_seq - ${count} as seq, last_public_seq - ${count} as public_seq
    )
    insert into messages (id, conversation_id, seq, public_seq, client_id, sender_id, sender_type, sender_name,
      type, content, visibility, created_at)
    select gen_random_uuid(), grown.id, grown.seq + n, grown.public_seq + n, gen_random_uuid(), grown.agent_id,
      'agent', 'Ada', 'text', jsonb_build_object('text', repeat('x', 100)), 'all', now()
    from grown, generate_series(1, ${count}) as n`.execute(query)
}

/** Visitors in conversations with agents, ready to connect. */
export async function addTalks(database: Database, count: { visitors: number; agents: number }) {
  const visitors = await addVisitors(database, count.visitors)
  const agents = await addAgents(database, count.agents)
  const idsOf = (known: Known[]) => known.map(({ id }) => id)
  const conversations = await addConversations(database, idsOf(visitors), idsOf(agents))
  return {
    visitors: visitors.map(({ token }, at) => ({ token, conversationId: conversations[at] as string })),
    agentTokens: agents.map(({ token }) => token),
  }
}
