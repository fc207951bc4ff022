import { sql } from 'kysely'
import { expect, onTestFinished } from 'vitest'
import { createManualClock } from './manual-clock.ts'
import { startTestServer } from './start-test-server.ts'

export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000

type Server = Awaited<ReturnType<typeof startTestServer>>
export type Visitor = Awaited<ReturnType<Server['visitor']>>
export type Agent = Awaited<ReturnType<Server['agent']>>

/** A desk with Ana, who has room for `maxChats`, under a clock that the test moves; Ada, the admin, is away. */
export async function startDesk({
  maxChats = 1,
  rules = {},
  outboundAllow = [],
}: {
  maxChats?: number
  rules?: object
  outboundAllow?: string[]
} = {}) {
  const clock = createManualClock()
  const server = await startTestServer({ clock, outboundAllow })
  onTestFinished(server.stop)
  const ada = await server.admin()
  await ada.does('agent:status', { status: 'away' })
  const ana = await server.agent(ada)
  await ana.does('agent:status', { status: 'online', maxChats })
  const groups = await server.rest('GET', '/api/v1/groups', undefined, ada.token)
  const groupId: string = groups.body.items[0].id

  const desk = {
    clock,
    server,
    ada,
    ana,
    groupId,
    async setRules(fields: object, id = groupId) {
      const { status, body } = await server.rest('PATCH', `/api/v1/groups/${id}`, fields, ada.token)
      expect(status, JSON.stringify(body)).toBe(200)
    },
    async addGroup(fields: object): Promise<string> {
      const { status, body } = await server.rest('POST', '/api/v1/groups', fields, ada.token)
      expect(status, JSON.stringify(body)).toBe(201)
      return body.id
    },
    async ben(maxChats = 1) {
      const ben = await server.agent(ada, { name: 'Ben', email: 'ben@example.com' })
      await ben.does('agent:status', { status: 'online', maxChats })
      return ben
    },
    async starts(request: { prechat?: Record<string, unknown>; groupId?: string } = {}, by?: Visitor) {
      const visitor = by ?? (await server.visitor())
      const message = { clientId: 'm', type: 'text' as const, content: { text: 'Hello' } }
      const clientId = crypto.randomUUID()
      const reply = await visitor.does('conversation:start', { clientId, message, ...request })
      return { visitor, ...reply, id: reply.conversation.id }
    },
    /** As it is now, for agents. */
    async read(conversationId: string) {
      return (await server.rest('GET', `/api/v1/conversations/${conversationId}`, undefined, ada.token)).body
    },
    async says(person: Pick<Agent, 'does'> | Pick<Visitor, 'does'>, conversationId: string, text = 'Yes?') {
      const does = person.does as Agent['does']
      const clientId = crypto.randomUUID()
      return does('message:send', { conversationId, clientId, type: 'text', content: { text } })
    },
    async history(conversationId: string): Promise<string[]> {
      const path = `/api/v1/conversations/${conversationId}/assignments`
      const { body } = await server.rest('GET', path, undefined, ada.token)
      return body.items.map((line: { reason: string }) => line.reason)
    },
    /** What the product itself has said in it. */
    async systemEvents(conversationId: string): Promise<string[]> {
      const path = `/api/v1/conversations/${conversationId}/messages`
      const { body } = await server.rest('GET', path, undefined, ada.token)
      return body.items
        .filter((message: { type: string }) => message.type === 'system')
        .map((message: { content: { event: string } }) => message.content.event)
    },
    /** Time goes on until it is so; it never stands still for long, and goes no further than needed. */
    async until(look: () => Promise<boolean> | boolean, stepMs = SECOND_MS) {
      await expect
        .poll(
          async () => {
            if (await look()) return true
            clock.advance(stepMs)
            return false
          },
          { timeout: 30_000, interval: 10 },
        )
        .toBe(true)
    },
    /** So long nothing of the kind happens, although everybody looks. */
    async passes(ms: number) {
      for (let passed = 0; passed < ms; passed += SECOND_MS) {
        clock.advance(Math.min(SECOND_MS, ms - passed))
        // Signs of life are written as fast as time goes, or everybody would seem to be gone.
        await sql`select`.execute(server.services.database.query)
      }
      await server.services.router.idle()
    },
  }
  if (Object.keys(rules).length > 0) await desk.setRules(rules)
  return desk
}
