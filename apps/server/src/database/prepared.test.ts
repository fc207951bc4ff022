import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startTestServer } from '../testing/start-test-server.ts'
import { POOL_SIZE } from './pool.ts'

test('[DL12] a node goes on while one of a newer version changes the tables under its prepared statements', async () => {
  const server = await startTestServer()
  try {
    const { database } = server.services
    const visitor = await server.visitor()
    const message = { clientId: 'm', type: 'text' as const, content: { text: 'Hello' } }
    const { conversation } = await visitor.does('conversation:start', { clientId: 'c', message })
    const read = () => database.prepared('all_messages', 'select * from messages', [])
    const readAtOnce = () => Promise.all(Array.from({ length: 2 * POOL_SIZE }, read))
    await readAtOnce()
    await sql`alter table messages add column of_tomorrow text`.execute(database.query)
    await sql`alter table conversations add column of_tomorrow text`.execute(database.query)
    for (const rows of await readAtOnce()) expect(rows[0]).toHaveProperty('of_tomorrow')

    const { messages } = await visitor.does('conversation:sync', {
      conversationId: conversation.id,
      afterSeq: 0,
    })
    expect(messages[0]).toMatchObject({ content: message.content })
    const answers = await Promise.all(
      Array.from({ length: POOL_SIZE }, (_, at) =>
        visitor.does('message:send', {
          conversationId: conversation.id,
          ...message,
          clientId: `n${at}`,
        }),
      ),
    )
    expect(answers).toHaveLength(POOL_SIZE)
  } finally {
    await server.stop()
  }
})

test('what PostgreSQL cannot do at all is not tried for ever', async () => {
  const server = await startTestServer()
  try {
    const unsupported = server.services.database.prepared(
      'unsupported',
      'select count(distinct n) over () from generate_series(1, 3) n',
      [],
    )
    await expect(unsupported).rejects.toMatchObject({ code: '0A000' })
  } finally {
    await server.stop()
  }
})
