import type { FixedView } from '@biometrics/chat-client'
import { createAgentClient, createSignIn, memoryStorage } from '@biometrics/chat-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADA, say, startWorld, until, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
  await world.server.routeByHand(world.admin)
})
afterAll(() => world.stop())

const QUERY: Record<FixedView, string> = {
  mine: 'conversations?assignee=me&status=active',
  unassigned: 'queue?',
  snoozed: 'conversations?assignee=me&status=snoozed',
  open: 'conversations?status=open',
  closed: 'conversations?status=closed',
}

async function freshList(view: FixedView, token: string, limit = 50): Promise<string[]> {
  const { body } = await world.server.rest('GET', `/api/v1/${QUERY[view]}&limit=${limit}`, undefined, token)
  return body.items.map(
    (item: { id: string; conversation?: { id: string } }) => (item.conversation ?? item).id,
  )
}

describe('an agent', () => {
  it('[AG1] takes, prioritizes, tags, transfers, closes and reopens', async () => {
    const { id } = await world.vera()
    const ana = await world.ana()
    const me = ana.state.agent?.id
    expect(await ana.take(id)).toMatchObject({ agentId: me, status: 'active' })
    expect(await ana.prioritize(id, 'urgent')).toMatchObject({ priority: 'urgent' })
    expect(await ana.setTags(id, ['vip', 'vip', 'invoice'])).toMatchObject({ tags: ['vip', 'invoice'] })
    await ana.open(id)
    expect(ana.state.conversations.get(id)).toMatchObject({ tags: ['vip', 'invoice'], priority: 'urgent' })
    await ana.transfer(id, { toAgentId: world.admin.id, note: 'Yours' })
    await until(ana, ({ threads }) => threads[id]?.conversation.agentId === world.admin.id)
    await expect(ana.release('0190a000-0000-7000-8000-000000000000')).rejects.toMatchObject({
      reason: 'refused',
      error: { code: 'not_found' },
    })
    expect(await ana.close(id, true)).toMatchObject({ status: 'closed', resolved: true })
    expect(await ana.reopen(id)).toMatchObject({ resolved: null })
  })

  it('knows the team, and hears of colleagues', async () => {
    const ana = await world.ana({ email: 'team@example.com' })
    await until(ana, ({ team }) => team[world.admin.id])
    await world.admin.does('agent:status', { status: 'away' })
    await until(ana, ({ team }) => team[world.admin.id]?.status === 'away')
    await ana.setStatus('online', 3)
    expect(ana.state.agent).toMatchObject({ status: 'online', maxChats: 3 })
    expect(ana.state.team[ana.state.agent?.id ?? '']).toMatchObject({ maxChats: 3 })
  })

  it('keeps lists that equal a fresh load while everything moves, page by page', async () => {
    const victor = world.visitor()
    await victor.connect()
    const ids: string[] = []
    for (let count = 0; count < 60; count += 1) {
      const key = victor.start(say(`number ${count}`))
      ids.push(await until(victor, (state) => state.started[key]))
    }
    const ana = await world.ana({ email: 'lists@example.com' })
    for (const view of ['mine', 'unassigned', 'open', 'closed'] as const) await ana.loadList(view)
    expect(ana.state.lists.unassigned).toMatchObject({ status: 'ready', more: true })
    expect(ana.state.lists.unassigned.ids).toHaveLength(50)
    await ana.loadList('unassigned')
    expect(ana.state.lists.unassigned.more).toBe(false)

    await ana.take(ids[3] ?? '')
    await ana.take(ids[40] ?? '')
    await ana.close(ids[3] ?? '')
    victor.send(ids[10] ?? '', say('still there'))
    // The second line says that there is a queue.
    await until(ana, ({ conversations }) => conversations.get(ids[10] ?? '')?.lastSeq === 3)
    for (const view of ['unassigned', 'open', 'closed'] as const) {
      const fresh = await freshList(view, world.admin.token, 200)
      const shown = await until(
        ana,
        ({ lists }) => lists[view].ids.every((id, at) => id === fresh[at]) && lists[view].ids,
      )
      expect(shown.length, view).toBeGreaterThan(0)
    }
    expect(ana.state.lists.mine.ids).toEqual([ids[40]])
    expect(ana.state.lists.closed.ids[0]).toBe(ids[3])
  })

  it('reads its lists anew after an absence', async () => {
    const network = await world.network()
    const ana = await world.ana({ email: 'absent@example.com', url: network.url })
    for (const view of ['unassigned', 'open', 'closed'] as const) await ana.loadList(view)
    const { vera, id } = await world.vera()
    // Ahead of those who are still waiting on later pages.
    await world.admin.does('conversation:prioritize', { conversationId: id, priority: 'urgent' })
    await until(ana, ({ lists }) => lists.unassigned.ids.includes(id))
    network.down()
    await until(ana, ({ connection }) => connection.status === 'offline')
    await vera.close(id)
    const later = await world.vera()
    network.mend()
    const fresh = await freshList('open', world.admin.token, 200)
    await until(ana, ({ lists }) => lists.open.ids[0] === later.id && lists.closed.ids[0] === id)
    expect(ana.state.lists.open.ids).toEqual(fresh.slice(0, ana.state.lists.open.ids.length))
    await until(ana, ({ lists }) => !lists.unassigned.ids.includes(id))
  })

  it('loads a long history in pages, newest first', async () => {
    const { vera, id } = await world.vera()
    for (let count = 3; count <= 120; count += 1) vera.send(id, say(`line ${count}`))
    await until(vera, ({ threads }) => threads[id]?.messages.length === 120)
    const ana = await world.ana({ email: 'history@example.com' })
    await ana.open(id)
    const seqs = () => ana.state.threads[id]?.messages.map((message) => message.seq) ?? []
    expect([seqs()[0], seqs().at(-1), ana.state.threads[id]?.history]).toEqual([71, 120, 'partial'])
    await ana.loadOlder(id)
    await ana.loadOlder(id)
    await ana.loadOlder(id)
    expect(seqs()).toEqual(Array.from({ length: 120 }, (_, at) => at + 1))
    expect(ana.state.threads[id]?.history).toBe('complete')
  })

  it('is told when a conversation does not exist', async () => {
    const ana = await world.ana({ email: 'lost@example.com' })
    const nowhere = '0190a000-0000-7000-8000-000000000000'
    await expect(ana.open(nowhere)).rejects.toMatchObject({ error: { code: 'not_found' } })
    expect(ana.state.threads[nowhere]).toBeUndefined()
  })

  it('signs in, is known, and is shown out when the session ends', async () => {
    const signIn = createSignIn({ url: world.server.url })
    expect(await signIn.me()).toBeNull()
    await expect(signIn.login(ADA.email, 'wrong')).rejects.toMatchObject({
      error: { code: 'credentials_invalid' },
    })
    const { token, agent } = await signIn.login(ADA.email, ADA.password)
    const ada = createAgentClient({ url: world.server.url, token, storage: memoryStorage() })
    await ada.connect()
    expect(ada.state.agent?.id).toBe(agent.id)
    ada.destroy()
    await world.server.rest('POST', '/api/v1/auth/logout', undefined, token)
    const late = createAgentClient({ url: world.server.url, token, storage: memoryStorage() })
    await expect(late.connect()).rejects.toMatchObject({ error: { code: 'unauthenticated' } })
    expect(late.state.connection.status).toBe('refused')
  })

  it('is shown out of an open connection when somebody ends the session', async () => {
    const network = await world.network()
    const ana = await world.ana({ email: 'ended@example.com', url: network.url })
    await world.server.services.database.query
      .deleteFrom('agent_sessions')
      .where('agent_id', '=', ana.state.agent?.id ?? '')
      .execute()
    network.cut()
    const { connection } = await until(ana, (state) => state.connection.status === 'refused' && state)
    expect(connection).toMatchObject({ error: { code: 'unauthenticated' } })
  })

  it('keeps what was left, and shows it at once when it is opened again', async () => {
    const { vera, id } = await world.vera()
    const ana = await world.ana({ email: 'left@example.com' })
    await ana.open(id)
    ana.leave(id)
    await ana.take((await world.vera()).id)
    for (let count = 0; count < 3; count += 1) vera.send(id, say(`while away ${count}`))
    await until(vera, ({ threads }) => threads[id]?.messages.length === 5)
    const opened = ana.open(id)
    expect(ana.state.threads[id]?.messages[0]?.content).toEqual({ text: 'Hello' })
    await opened
    expect(ana.state.threads[id]?.messages).toHaveLength(5)
  })
})
