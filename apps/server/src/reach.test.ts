import fc from 'fast-check'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { expect, onTestFinished, test } from 'vitest'
import { roomOf } from './delivery/audience.ts'
import {
  ALL_EYES,
  eyesOf,
  mayAnswerFor,
  mayReach,
  partsOf,
  reachable,
  reachableBy,
  reachersOf,
} from './reach.ts'
import type { AgentSession } from './session.ts'
import { startTestServer } from './testing/start-test-server.ts'

const GROUPS = [uuid(), uuid(), uuid()]
const AGENTS = [uuid(), uuid()]

const person = fc.record({
  agentId: fc.constantFrom(...AGENTS),
  onlyGroups: fc.option(fc.subarray(GROUPS)),
})
const conversation = fc.record({
  group_id: fc.option(fc.constantFrom(...GROUPS)),
  agent_id: fc.option(fc.constantFrom(...AGENTS)),
})

const ROWS =
  '(select * from jsonb_to_recordset($1::jsonb) as c(n integer, visitor_id uuid, group_id uuid, agent_id uuid)) c'
const PREPARED = `select n from ${ROWS} where ${reachableBy('$2', '$3', '$4')} order by n`

test('[SC1] who reaches a conversation is the same by the function, in SQL, and by the rooms that hear of it', async () => {
  const server = await startTestServer()
  onTestFinished(() => server.stop())
  const { database } = server.services
  await fc.assert(
    fc.asyncProperty(person, fc.array(conversation, { minLength: 1, maxLength: 30 }), async (who, placed) => {
      const session: AgentSession = { kind: 'agent', name: 'Ana', role: 'agent', ...who }
      const rows = JSON.stringify(placed.map((one, n) => ({ n, visitor_id: uuid(), ...one })))
      const wanted = placed.flatMap((one, n) => (mayReach(who, one) ? [n] : []))

      const made = await sql<{ n: number }>`
        select n from jsonb_to_recordset(${rows}::jsonb) as c(n integer, visitor_id uuid, group_id uuid, agent_id uuid)
        where ${reachable(eyesOf(session))} order by n`.execute(database.query)
      expect(made.rows.map(({ n }) => n)).toEqual(wanted)

      const { visitorId, groupIds, agentId } = eyesOf(session)
      const prepared = await database.prepared<{ n: number }>('reach_test', PREPARED, [
        rows,
        visitorId,
        groupIds,
        agentId,
      ])
      expect(prepared.map(({ n }) => n)).toEqual(wanted)

      const rooms = new Set([{ agent: who.agentId }, ...partsOf(who).map((part) => ({ part }))].map(roomOf))
      const hearing = placed.flatMap((one, n) =>
        reachersOf(one).some((to) => rooms.has(roomOf(to))) ? [n] : [],
      )
      expect(hearing).toEqual(wanted)
    }),
    { numRuns: 150 },
  )
})

test('[SC1] nobody’s eyes are those that see all; what may be given to somebody is of their groups, or of none', () => {
  const ana: AgentSession = { kind: 'agent', name: 'Ana', role: 'agent', agentId: 'a', onlyGroups: null }
  expect(eyesOf(ana)).toEqual(ALL_EYES)
  const visitor = {
    kind: 'visitor',
    visitorId: 'v',
    name: null,
    appUuid: 'a',
    appId: 'a',
    pageHours: null,
  } as const
  expect(eyesOf(visitor)).toEqual({ visitorId: 'v', groupIds: null, agentId: null })
  expect(mayAnswerFor({ onlyGroups: ['g'] }, 'g')).toBe(true)
  expect(mayAnswerFor({ onlyGroups: ['g'] }, null)).toBe(true)
  expect(mayAnswerFor({ onlyGroups: ['g'] }, 'h')).toBe(false)
  expect(mayAnswerFor({ onlyGroups: [] }, 'h')).toBe(false)
  expect(mayAnswerFor({ onlyGroups: null }, 'h')).toBe(true)
})
