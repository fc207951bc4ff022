import { expect, onTestFinished, test } from 'vitest'
import { startTestServer } from '../testing/start-test-server.ts'

test('[CV1] a conversation that is just being brought to somebody, and slowly, is begun without an error', async () => {
  const gate = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const ended: Promise<unknown>[] = []
  const server = await startTestServer({
    replace: ({ services, ...parts }) => {
      const { database, router } = services
      // Holds what waits, as the router does while it brings it to somebody, for longer than anybody waits for a row.
      const routeGroup = async () => {
        ended.push(
          database.query.transaction().execute(async (trx) => {
            await trx.selectFrom('conversations').select('id').forUpdate().execute()
            held.resolve()
            await gate.promise
          }),
        )
        await gate.promise
      }
      return { services: { ...services, router: { ...router, routeGroup } }, ...parts }
    },
  })
  onTestFinished(server.stop)
  await server.admin()
  const vera = await server.visitor()
  const starting = vera.does('conversation:start', {
    clientId: 'c',
    message: { clientId: 'm', type: 'text', content: { text: 'Hello' } },
  })
  await held.promise
  const { conversation, messages } = await starting
  expect(conversation.status).toBe('queued')
  expect(messages.map(({ clientId }) => clientId)).toEqual(['m'])
  gate.resolve()
  await Promise.allSettled(ended)
})
