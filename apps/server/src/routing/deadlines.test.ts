import { describe, expect, test } from 'vitest'
import { MINUTE_MS, SECOND_MS, startDesk } from '../testing/start-desk.ts'

describe('presence', () => {
  test('[PR1] the last socket gone, an agent is offline after a minute, and what waits for an answer goes back to the front', async () => {
    const desk = await startDesk({ maxChats: 2 })
    const first = await desk.starts()
    const answered = await desk.starts()
    await desk.says(desk.ana, answered.id)
    const waiting = await desk.starts()
    desk.ana.socket.close()
    await desk.passes(MINUTE_MS - 2_000)
    expect(await desk.read(first.id)).toMatchObject({ status: 'active', agentId: desk.ana.id })
    await desk.until(async () => (await desk.read(first.id)).status === 'queued')
    expect((await desk.read(first.id)).queue.position).toBe(1)
    expect((await desk.read(waiting.id)).queue.position).toBe(2)
    await first.visitor.hears(
      'message',
      ({ type, content }) => type === 'system' && 'event' in content && content.event === 'agent_left',
    )
    expect(await desk.history(first.id)).toEqual(['started', 'routed', 'agent_offline'])

    // What was answered stays for a set time, here the ten minutes that it is at first.
    await desk.passes(9 * MINUTE_MS)
    expect(await desk.read(answered.id)).toMatchObject({ status: 'active', agentId: desk.ana.id })
    await desk.until(async () => (await desk.read(answered.id)).status === 'queued')
    // The agent who comes back gets the longest waiting first.
    const back = await desk.server.enterAsAgent(desk.ana)
    await back.hears('assignment', (line) => line.to.agentId === desk.ana.id && line.reason === 'routed')
  })

  test('[PR1] several who go back stay in their order', async () => {
    const desk = await startDesk({ maxChats: 3 })
    const had = []
    for (let count = 0; count < 3; count++) {
      had.push(await desk.starts())
      desk.clock.advance(SECOND_MS)
    }
    desk.ana.socket.close()
    for (const { id } of had) await desk.until(async () => (await desk.read(id)).status === 'queued')
    const { body } = await desk.server.rest('GET', '/api/v1/queue', undefined, desk.ada.token)
    const order = body.items.map((item: { conversation: { id: string } }) => item.conversation.id)
    expect(order).toEqual(had.map(({ id }) => id))
  })

  test('[PR1] offline by hand gives back what waits and keeps what was answered as long as the agent is here', async () => {
    const desk = await startDesk({ maxChats: 2 })
    const waiting = await desk.starts()
    const answered = await desk.starts()
    await desk.says(desk.ana, answered.id)
    await desk.ana.does('agent:status', { status: 'offline' })
    await desk.until(async () => (await desk.read(waiting.id)).status === 'queued')
    await desk.passes(15 * MINUTE_MS)
    expect(await desk.read(answered.id)).toMatchObject({ status: 'active', agentId: desk.ana.id })
  })

  test('[PR1] an agent whom no device has seen for the set time is away, and back with the first sign', async () => {
    const desk = await startDesk({ maxChats: 2 })
    const settings = await desk.server.rest(
      'PATCH',
      '/api/v1/settings',
      { awayAfterMinutes: 5 },
      desk.ada.token,
    )
    expect(settings.body).toMatchObject({ awayAfterMinutes: 5, answeredKeepMinutes: 10 })
    const ofAna = () =>
      desk.ada
        .heardOf('agent')
        .filter(({ id }) => id === desk.ana.id)
        .at(-1)?.status
    await desk.passes(4 * MINUTE_MS)
    await desk.ana.does('agent:activity', {})
    await desk.passes(4 * MINUTE_MS)
    expect(ofAna()).toBe('online')
    await desk.until(() => ofAna() === 'away')
    const { conversation, visitor } = await desk.starts()
    expect(conversation.status).toBe('queued')
    await desk.ana.does('agent:activity', {})
    await visitor.hears('conversation', (event) => event.agentId === desk.ana.id)
    expect(ofAna()).toBe('online')
    const { body } = await desk.server.rest('GET', `/api/v1/agents/${desk.ana.id}`, undefined, desk.ada.token)
    expect(body.since).toBe(desk.clock.now().toISOString())
  })

  test('[PR2] an agent who says nothing in time loses it to the next, and the history has both', async () => {
    const desk = await startDesk({ rules: { offerTimeoutMinutes: 2 } })
    const { id } = await desk.starts()
    const ben = await desk.ben()
    await desk.passes(MINUTE_MS)
    expect((await desk.read(id)).agentId).toBe(desk.ana.id)
    await desk.until(async () => (await desk.read(id)).agentId === ben.id)
    const path = `/api/v1/conversations/${id}/assignments`
    const { body } = await desk.server.rest('GET', path, undefined, desk.ada.token)
    expect(body.items.slice(2)).toMatchObject([
      { reason: 'offer_timeout', from: { agentId: desk.ana.id, agentName: 'Ana' }, to: { agentId: null } },
      { reason: 'routed', to: { agentId: ben.id, agentName: 'Ben' } },
    ])
    await desk.says(ben, id)
    await desk.passes(10 * MINUTE_MS)
    expect((await desk.read(id)).agentId).toBe(ben.id)
  })

  test('[PR2] where there is nobody else the same agent has it again after a while', async () => {
    const desk = await startDesk({ rules: { offerTimeoutMinutes: 1, relaxAfterSeconds: 30 } })
    const { id } = await desk.starts()
    await desk.until(async () => (await desk.read(id)).status === 'queued')
    await desk.until(async () => (await desk.read(id)).agentId === desk.ana.id)
    expect(await desk.history(id)).toEqual(['started', 'routed', 'offer_timeout', 'routed'])
  })

  test('[PR3] a silent visitor does not count any more, is warned and then closed', async () => {
    const desk = await startDesk({ rules: { silenceMinutes: 3, autoCloseMinutes: 10 } })
    const { id } = await desk.starts()
    await desk.passes(5 * MINUTE_MS)
    // The visitor waits, not the agent.
    expect((await desk.read(id)).parkedAt).toBeNull()
    await desk.says(desk.ana, id)
    const next = await desk.starts()
    expect(next.conversation.status).toBe('queued')
    await desk.passes(2 * MINUTE_MS)
    await desk.until(async () => (await desk.read(id)).parkedAt !== null)
    await next.visitor.hears('conversation', (event) => event.agentId === desk.ana.id)
    await desk.passes(5 * MINUTE_MS)
    await desk.until(async () => (await desk.systemEvents(id)).includes('closing_soon'))
    expect((await desk.read(id)).status).toBe('active')
    await desk.until(async () => (await desk.read(id)).status === 'closed')
    expect(await desk.read(id)).toMatchObject({ closedReason: 'silence' })
    expect(await desk.history(id)).toEqual(['started', 'routed', 'parked', 'closed'])
  })
})

test('[PR3] a visitor who writes again counts again', async () => {
  const desk = await startDesk({ rules: { silenceMinutes: 1 } })
  const { id, visitor } = await desk.starts()
  await desk.says(desk.ana, id)
  await desk.until(async () => (await desk.read(id)).parkedAt !== null)
  await desk.says(visitor, id)
  await desk.until(async () => (await desk.read(id)).parkedAt === null)
  expect(await desk.history(id)).toEqual(['started', 'routed', 'parked', 'resumed'])
})

describe('overflow', () => {
  test('[GR1] who waits too long goes to the other group, ahead of those who come there after', async () => {
    const desk = await startDesk()
    const other = await desk.addGroup({ name: 'Second line', agentIds: [] })
    await desk.setRules({ overflowGroupId: other, overflowAfterMinutes: 3 })
    await desk.starts()
    const waiting = await desk.starts()
    const there = await desk.starts({ groupId: other })
    await desk.passes(2 * MINUTE_MS)
    expect((await desk.read(waiting.id)).groupId).toBe(desk.groupId)
    await desk.until(async () => (await desk.read(waiting.id)).groupId === other)
    expect((await desk.read(waiting.id)).queue.position).toBe(1)
    expect((await desk.read(there.id)).queue.position).toBe(2)
    expect(await desk.history(waiting.id)).toEqual(['started', 'overflow'])
  })

  test('[GR1] with nobody online they go at once, and those who wait when the last one goes', async () => {
    const desk = await startDesk()
    const ben = await desk.ben(5)
    const other = await desk.addGroup({ name: 'Second line', agentIds: [ben.id] })
    await desk.setRules({ agentIds: [desk.ana.id], overflowGroupId: other, overflowWhenNobodyOnline: true })
    await desk.starts()
    const waiting = await desk.starts()
    expect(waiting.conversation).toMatchObject({ status: 'queued', groupId: desk.groupId })
    await desk.ana.does('agent:status', { status: 'away' })
    await desk.until(async () => (await desk.read(waiting.id)).agentId === ben.id)
    const late = await desk.starts()
    await desk.until(async () => (await desk.read(late.id)).agentId === ben.id)
    expect((await desk.read(late.id)).groupId).toBe(other)
  })
})
