import { type RawBuilder, sql } from 'kysely'
import type { AgentSession } from '../session.ts'
import { dayOf, type Filter, refuseFilter } from './parse-query.ts'

/** What a filter asks of a message (m), its conversation (c), visitor (v) and agent (g). */
export function conditionOf(filter: Filter, session: AgentSession, timeZone: string): RawBuilder<unknown> {
  const condition = wanted(filter, session, timeZone)
  return filter.isExcluded ? sql`not coalesce(${condition}, false)` : condition
}

function wanted({ name, value }: Filter, session: AgentSession, timeZone: string): RawBuilder<unknown> {
  switch (name) {
    case 'from':
      return sender(value, session)
    case 'visitor':
      return sql`(v.name ilike ${part(value)} or v.email ilike ${part(value)} or v.external_id = ${value})`
    case 'agent':
      if (isWord(value, 'none')) return sql`c.agent_id is null`
      return isWord(value, 'me') ? sql`c.agent_id = ${session.agentId}` : sql`g.name ilike ${part(value)}`
    case 'group':
      return sql`c.group_id in (select id from groups where name ilike ${part(value)})`
    case 'tag':
      return sql`exists (select from unnest(c.tags) tag where lower(tag) = lower(${value}))`
    case 'is':
      return kind(value)
    case 'after':
      return sql`w.at >= ${dayOf(name, value)}::timestamp at time zone ${timeZone}`
    case 'before':
      return sql`w.at < ${dayOf(name, value)}::timestamp at time zone ${timeZone}`
  }
}

const SENDERS = { visitor: 'user', agent: 'agent', bot: 'bot' } as const

function sender(value: string, session: AgentSession): RawBuilder<unknown> {
  if (isWord(value, 'me')) return sql`m.sender_id = ${session.agentId}`
  const type = SENDERS[value.toLowerCase() as keyof typeof SENDERS]
  return type === undefined ? sql`m.sender_name ilike ${part(value)}` : sql`m.sender_type = ${type}`
}

function kind(value: string): RawBuilder<unknown> {
  switch (value.toLowerCase()) {
    case 'open':
      return sql`c.status <> 'closed'`
    case 'closed':
    case 'snoozed':
    case 'queued':
    case 'active':
      return sql`c.status = ${value.toLowerCase()}`
    case 'note':
      return sql`m.visibility = 'note'`
    case 'file':
      return sql`m.type in ('image', 'file')`
    case 'unresolved':
      return sql`c.status = 'closed' and c.resolved is false`
    default:
      return refuseFilter('is', 'must be open, closed, snoozed, queued, active, unresolved, note or file')
  }
}

function isWord(value: string, word: string): boolean {
  return value.toLowerCase() === word
}

function part(value: string): string {
  return `%${value.replace(/[\\%_]/g, '\\$&')}%`
}
