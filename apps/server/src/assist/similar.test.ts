import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../database/database.ts'
import { fillHistory } from '../testing/fill-history.ts'
import { createTestDatabase } from '../testing/test-database.ts'
import { likenessTo } from './likeness.ts'
import { closedOf, LOOKED_AT_MAX, listClosed } from './similar-store.ts'
import { ALL_EYES } from '../reach.ts'

const CLOSED_MAX = 500
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Plan[]
}
const allOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(allOf)]
const readIn = (plans: Plan[]) =>
  plans.reduce(
    (sum, plan) => sum + (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'],
    0,
  )

test('[BT6] however many conversations were closed, and however long they were, the same few are read', async () => {
  const database = await createTestDatabase()
  const { query, close } = openDatabase(database.connection)
  onTestFinished(async () => {
    await close()
    await database.drop()
  })
  await sql`insert into apps (id, app_id, name, allowed_origins, position, color, identity_secret, created_at)
    select md5(n::text)::uuid, 'app-' || n, 'App', '{}', 'bottom-right', '#000000', '', now() from generate_series(1, 2) n`.execute(
    query,
  )
  const { rows: apps } = await sql<{
    id: string
  }>`select id from apps where app_id like 'app-%' order by app_id`.execute(query)
  const [busy, quiet] = apps.map((app) => app.id) as [string, string]
  for (const [index, app] of [busy, quiet].entries()) {
    await sql`insert into visitors (id, app_uuid, attributes, created_at, last_seen_at)
      values (${id(index)}, ${app}, '{}', now(), now())`.execute(query)
    await fillHistory(query, {
      conversations: index === 0 ? 8_000 : 100,
      seed: index,
      // The quiet app's are older than all others.
      from: new Date(index === 0 ? '2026-03-01' : '2026-01-01'),
      days: index === 0 ? 200 : 10,
      appUuid: app,
      visitorId: id(index),
      groupIds: [],
      agentIds: [],
    })
  }
  // The newest have words; one was talked in without end before anybody answered.
  await sql`
    insert into messages (id, conversation_id, seq, public_seq, sender_id, sender_type, type, content, visibility, created_at)
    select gen_random_uuid(), c.id, seq, seq, 'x', case when seq % 2 = 1 then 'user' else 'agent' end, 'text',
      jsonb_build_object('text', 'words ' || seq), 'all', now()
    from (select id from conversations where app_uuid = ${busy} order by updated_at desc limit 1000) c, generate_series(1, 10) seq`.execute(
    query,
  )
  await sql`
    insert into messages (id, conversation_id, seq, public_seq, sender_id, sender_type, type, content, visibility, created_at)
    select gen_random_uuid(), c.id, seq, seq, 'x', 'user', 'text', '{"text": "again"}', 'all', now()
    from (select id from conversations where app_uuid = ${busy} order by updated_at desc limit 1) c, generate_series(11, 20000) seq`.execute(
    query,
  )
  await sql`update messages set sender_type = 'user' where seq <= 10 and conversation_id =
    (select id from conversations where app_uuid = ${busy} order by updated_at desc limit 1)`.execute(query)
  await sql`analyze conversations, messages`.execute(query)

  const found = await listClosed(query, ALL_EYES, busy, CLOSED_MAX)
  expect(found).toHaveLength(CLOSED_MAX - 1)
  expect(found[0]).toMatchObject({ question: 'words 1', answer: 'words 2' })
  const explained = await sql<{ 'QUERY PLAN': { Plan: Plan }[] }>`
    explain (analyze, format json) ${closedOf(ALL_EYES, busy, CLOSED_MAX)}`.execute(query)
  const plans = allOf(explained.rows[0]?.['QUERY PLAN'][0]?.Plan as Plan)
  const ofMessages = plans.filter((plan) => plan['Relation Name'] === 'messages')
  const ofConversations = plans.filter((plan) => plan['Relation Name'] === 'conversations')
  expect(plans.map((plan) => plan['Node Type'])).not.toContain('Seq Scan')
  expect(readIn(ofConversations)).toBeLessThanOrEqual(LOOKED_AT_MAX)
  expect(readIn(ofMessages)).toBeLessThanOrEqual(CLOSED_MAX * 4 + 200)

  expect(await listClosed(query, ALL_EYES, quiet, CLOSED_MAX)).toEqual([])
  const rare = await sql<{ 'QUERY PLAN': { Plan: Plan }[] }>`
    explain (analyze, format json) ${closedOf(ALL_EYES, quiet, CLOSED_MAX)}`.execute(query)
  const read = allOf(rare.rows[0]?.['QUERY PLAN'][0]?.Plan as Plan)
  expect(readIn(read.filter((plan) => plan['Relation Name'] === 'conversations'))).toBeLessThanOrEqual(
    LOOKED_AT_MAX,
  )
})

test('[BT6] what is alike is found mistyped, what is not is far below, and others have their turn while it is looked for', async () => {
  const [same, mistyped, other, nothing] = await likenessTo('When does my parcel arrive?', [
    'When does my parcel arrive?',
    'when does my parcle arive',
    'How do I change the password of my account',
    '',
  ])
  expect(same).toBeCloseTo(1)
  expect(mistyped).toBeGreaterThan(0.15)
  expect(other).toBeLessThan(0.15)
  expect(nothing).toBe(0)
  const many = Array.from({ length: 1_500 }, (_, n) => `the parcel number ${n} `.repeat(25))
  let turns = 0
  let isDone = false
  const count = () => {
    turns += 1
    if (!isDone) setImmediate(count)
  }
  setImmediate(count)
  await likenessTo('When does my parcel arrive?', many)
  isDone = true
  expect(turns).toBeGreaterThan(50)
})
