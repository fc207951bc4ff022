import { describe, expect, test } from 'vitest'
import { MINUTE_MS, startDesk } from '../testing/start-desk.ts'

describe('transfer', () => {
  test('[TR1] to an agent who is full or not there it asks, and does it when confirmed', async () => {
    const desk = await startDesk({ maxChats: 5 })
    const ben = await desk.ben(1)
    const { id, visitor } = await desk.starts()
    const full = { conversationId: id, toAgentId: ben.id, note: 'Knows readers', ifAvailable: true }
    const holder = (await desk.read(id)).agentId === ben.id ? ben : desk.ana
    expect(holder.id).toBe(desk.ana.id)
    await desk.starts()
    await ben.does('agent:status', { status: 'online', maxChats: 1 })
    const refusal = await desk.ana.isRefused('conversation:transfer', full)
    expect(refusal).toMatchObject({ code: 'agent_unavailable', retryable: false })
    expect(refusal.message).toBe('Ben is full (1 of 1 conversations).')
    await ben.does('agent:status', { status: 'away' })
    expect((await desk.ana.isRefused('conversation:transfer', full)).message).toBe(
      'Ben is away (1 of 1 conversations).',
    )
    const confirmed = { ...full, ifAvailable: false }
    const { conversation } = await desk.ana.does('conversation:transfer', confirmed)
    expect(conversation).toMatchObject({ status: 'active', agentId: ben.id })
    expect(await desk.systemEvents(id)).toEqual(['transferred'])
    expect(visitor.heardOf('message').map(({ type }) => type)).not.toContain('note')
    await ben.hears('message', (message) => message.visibility === 'note' && message.conversationId === id)
    const line = await ben.hears('assignment', ({ reason }) => reason === 'transferred')
    expect(line).toMatchObject({
      from: { agentName: 'Ana' },
      to: { agentName: 'Ben' },
      by: { name: 'Ana' },
      detail: 'Knows readers',
    })
  })

  test('[TR1] it stays with an agent who was known to be gone', async () => {
    const desk = await startDesk({ maxChats: 5 })
    const ben = await desk.ben()
    await ben.does('agent:status', { status: 'offline' })
    await desk.passes(2_000)
    const { id } = await desk.starts()
    await desk.ana.does('conversation:transfer', { conversationId: id, toAgentId: ben.id })
    await desk.passes(MINUTE_MS)
    expect(await desk.read(id)).toMatchObject({ status: 'active', agentId: ben.id })
  })

  test('[TR1] to a group it stands ahead of those as urgent who come after, and behind the more urgent', async () => {
    const desk = await startDesk()
    const other = await desk.addGroup({ name: 'Billing', agentIds: [] })
    const waiting = await desk.starts({ groupId: other })
    const urgent = await desk.starts({ groupId: other })
    await desk.ada.does('conversation:prioritize', { conversationId: urgent.id, priority: 'urgent' })
    const { id, visitor } = await desk.starts()
    await desk.ana.does('conversation:transfer', { conversationId: id, toGroupId: other, note: 'An invoice' })
    const places = await Promise.all(
      [urgent, { id }, waiting].map(async (one) => (await desk.read(one.id)).queue.position),
    )
    expect(places).toEqual([1, 2, 3])
    await visitor.hears(
      'message',
      ({ content }) => 'message' in content && content.message === 'You are being connected with Billing.',
    )
    expect(await desk.systemEvents(id)).toEqual(['transferred'])
  })

  test('[TR3] of two who take it at once one wins, and the other is told who', async () => {
    const desk = await startDesk({ rules: { routing: 'manual' } })
    const ben = await desk.ben()
    const { id } = await desk.starts()
    const takes = await Promise.allSettled(
      [desk.ana, ben].map((agent) => agent.does('conversation:take', { conversationId: id })),
    )
    const won = takes.find((take) => take.status === 'fulfilled')?.value.conversation.agentName
    const lost = takes.find((take) => take.status === 'rejected')?.reason
    expect(lost).toMatchObject({ code: 'already_assigned', message: `${won} has the conversation.` })
    expect(await desk.history(id)).toEqual(['started', 'taken'])
  })
})

describe('putting aside, closing and opening', () => {
  test('[TR2] snoozed until a moment it takes no slot, and comes back to its agent', async () => {
    const desk = await startDesk()
    const { id } = await desk.starts()
    const until = new Date(desk.clock.now().getTime() + 30 * MINUTE_MS).toISOString()
    const { conversation } = await desk.ana.does('conversation:snooze', { conversationId: id, until })
    expect(conversation).toMatchObject({ status: 'snoozed', snoozedUntil: until, agentId: desk.ana.id })
    const next = await desk.starts()
    expect(next.conversation.agentId).toBe(desk.ana.id)
    await desk.ana.does('conversation:close', { conversationId: next.id })
    await desk.passes(29 * MINUTE_MS)
    expect((await desk.read(id)).status).toBe('snoozed')
    await desk.until(async () => (await desk.read(id)).status === 'active')
    expect((await desk.read(id)).agentId).toBe(desk.ana.id)
    expect(await desk.history(id)).toEqual(['started', 'routed', 'snoozed', 'woken'])
    const past = { conversationId: id, until: desk.clock.now().toISOString() }
    expect((await desk.ana.isRefused('conversation:snooze', past)).fields?.[0]?.path).toBe('until')
  })

  test('[TR2] when its agent has no room, what wakes waits at the front', async () => {
    const desk = await startDesk()
    const { id } = await desk.starts()
    const until = new Date(desk.clock.now().getTime() + 5 * MINUTE_MS).toISOString()
    await desk.ana.does('conversation:snooze', { conversationId: id, until })
    await desk.starts()
    const waiting = await desk.starts()
    await desk.passes(4 * MINUTE_MS)
    await desk.until(async () => (await desk.read(id)).status === 'queued')
    expect((await desk.read(id)).queue.position).toBe(1)
    expect((await desk.read(waiting.id)).queue.position).toBe(2)
  })

  test("[TR2] closing asks what the app's form asks, and reopening leads to the same agent or to the queue", async () => {
    const desk = await startDesk()
    const apps = await desk.server.rest('GET', '/api/v1/apps', undefined, desk.ada.token)
    const closeForm = [
      {
        name: 'cause',
        label: 'Cause',
        type: 'select',
        required: true,
        options: [{ value: 'bug', label: 'Bug' }],
      },
    ]
    const path = `/api/v1/apps/${apps.body.items[0].id}`
    expect((await desk.server.rest('PATCH', path, { closeForm }, desk.ada.token)).body.closeForm).toEqual(
      closeForm,
    )
    const { id } = await desk.starts()
    const close = (form: Record<string, unknown>) => ({ conversationId: id, resolved: false, form })
    for (const [form, field] of [
      [{}, 'form.cause'],
      [{ cause: 'none' }, 'form.cause'],
      [{ cause: 'bug', other: 1 }, 'form.other'],
    ] as const) {
      expect((await desk.ana.isRefused('conversation:close', close(form))).fields?.[0]?.path).toBe(field)
    }
    const { conversation } = await desk.ana.does('conversation:close', close({ cause: 'bug' }))
    expect(conversation).toMatchObject({
      status: 'closed',
      resolved: false,
      closedReason: 'agent',
      closingForm: { cause: 'bug' },
    })
    const reopened = await desk.ada.does('conversation:reopen', { conversationId: id })
    expect(reopened.conversation).toMatchObject({ status: 'active', agentId: desk.ana.id })
    await desk.ana.does('conversation:close', { conversationId: id })
    const other = await desk.starts()
    expect(other.conversation.agentId).toBe(desk.ana.id)
    const full = await desk.ada.does('conversation:reopen', { conversationId: id })
    expect(full.conversation).toMatchObject({ status: 'queued', queue: { position: 1 } })
    expect(await desk.history(id)).toEqual(['started', 'routed', 'closed', 'reopened', 'closed', 'reopened'])
  })

  // What answers a message is stored by another function than what is plain.
  test.each(['a message', 'an answer'])(
    '[TR2] a visitor who writes %s wakes what was put aside until then',
    async (kind) => {
      const desk = await startDesk()
      const { id, visitor } = await desk.starts()
      const { message } = await desk.says(visitor, id, 'Hello')
      await desk.ana.does('conversation:snooze', { conversationId: id, until: null })
      await desk.passes(2 * MINUTE_MS)
      expect((await desk.read(id)).status).toBe('snoozed')
      await visitor.does('message:send', {
        conversationId: id,
        clientId: 'waker',
        type: 'text',
        content: { text: 'Are you there?' },
        ...(kind === 'an answer' && { replyTo: message.id }),
      })
      await desk.until(async () => (await desk.read(id)).status === 'active')
      expect(await desk.history(id)).toEqual(['started', 'routed', 'snoozed', 'woken'])
    },
  )

  test('[TR2] a visitor who writes within the set days opens a closed conversation again, and not later', async () => {
    const desk = await startDesk()
    const { id, visitor } = await desk.starts()
    await desk.ana.does('conversation:close', { conversationId: id })
    const { message } = await desk.says(visitor, id, 'One more thing')
    expect(message.seq).toBe(2)
    expect(await desk.read(id)).toMatchObject({ status: 'active', agentId: desk.ana.id, closedReason: null })
    expect(await desk.history(id)).toEqual(['started', 'routed', 'closed', 'reopened'])
    await desk.ana.does('conversation:close', { conversationId: id })
    const apps = await desk.server.rest('GET', '/api/v1/apps', undefined, desk.ada.token)
    await desk.server.rest(
      'PATCH',
      `/api/v1/apps/${apps.body.items[0].id}`,
      { reopenDays: 0 },
      desk.ada.token,
    )
    const late = { conversationId: id, clientId: 'late', type: 'text', content: { text: 'And?' } }
    expect((await visitor.isRefused('message:send', late)).code).toBe('conversation_closed')
  })

  test('[TR2] tags and priority over the socket as over REST', async () => {
    const desk = await startDesk()
    const { id } = await desk.starts()
    const { conversation } = await desk.ana.does('conversation:tag', {
      conversationId: id,
      tags: ['vip', 'vip'],
    })
    expect(conversation.tags).toEqual(['vip'])
    const put = await desk.server.rest(
      'PUT',
      `/api/v1/conversations/${id}/tags`,
      { tags: [] },
      desk.ada.token,
    )
    expect(put.body.tags).toEqual([])
    const path = `/api/v1/conversations/${id}/prioritize`
    const raised = await desk.server.rest('POST', path, { priority: 'high' }, desk.ada.token)
    expect(raised.body.priority).toBe('high')
  })
})
