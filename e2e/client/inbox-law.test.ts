import type { AgentClient, AgentState, FixedView } from '@biometrics/chat-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seeded } from '../../apps/server/src/bot/classifier/random.ts'
import { createManualClock } from '../../apps/server/src/testing/manual-clock.ts'
import { say, startWorld, until, type World } from './world.ts'

const VIEWS: FixedView[] = ['mine', 'unassigned', 'snoozed', 'open', 'closed']
const PATIENCE = { timeout: 15_000 }
const GATHER_MS = 1_000
const HEARTBEAT_MS = 15_000
/** Of those who move conversations between groups. */
const MOVES = 60

/** Ana watches; Ben and Vera act. */
async function startCast(name: string, url?: string) {
  const [anaToken, ben] = await Promise.all([
    world.server.agent(world.admin, { email: `ana.${name}@example.com` }).then(({ token }) => token),
    world.server.agent(world.admin, { name: 'Ben', email: `ben.${name}@example.com` }),
  ])
  const ana = await world.agent({ token: anaToken, ...(url && { url }) })
  await loadAll(ana)
  const vera = await world.server.visitor()
  const anaId = ana.state.agent?.id ?? ''
  let conversationId = ''
  let said = 0
  const message = (visibility?: 'note') => {
    said += 1
    const clientId = `m${said}`
    return { conversationId, clientId, ...say(clientId), ...(visibility && { visibility }) }
  }
  const rest = (method: string, path: string, body: unknown) =>
    world.server.rest(method, `/api/v1/conversations/${conversationId}${path}`, body, world.admin.token)

  /** A conversation's life: every action there is, by every side. */
  const life: Record<string, () => Promise<unknown>> = {
    async 'is started'() {
      const first = { clientId: `first${said}`, ...say('Hello') }
      const started = await vera.does('conversation:start', { clientId: `c${said}`, message: first })
      conversationId = started.conversation.id
    },
    'gets a word of the visitor': () => vera.does('message:send', message()),
    'is read by an agent': () => ben.does('message:read', { conversationId, seq: 1 }),
    'gets a word of an agent who has not taken it': () => ben.does('message:send', message()),
    'is read by the visitor': () => vera.does('message:read', { conversationId, seq: 2 }),
    'gets a note': () => ben.does('message:send', message('note')),
    'is taken': () => ben.does('conversation:take', { conversationId }),
    'gets a word of its agent': () => ben.does('message:send', message()),
    'gets another word of the visitor': () => vera.does('message:send', message()),
    'gets a note of its agent': () => ben.does('message:send', message('note')),
    'is prioritized': () => ben.does('conversation:prioritize', { conversationId, priority: 'urgent' }),
    'is tagged': () => rest('PUT', '/tags', { tags: ['vip'] }),
    'is transferred to who watches': () =>
      ben.does('conversation:transfer', { conversationId, toAgentId: anaId, note: 'Yours' }),
    'gets a word for who watches': () => vera.does('message:send', message()),
    'is read by who watches': () => ben.does('message:read', { conversationId, seq: 8 }),
    'is released': () => ben.does('conversation:release', { conversationId }),
    'is taken again': () => ben.does('conversation:take', { conversationId }),
    'is closed by its agent': () => ben.does('conversation:close', { conversationId, resolved: true }),
    'is rated': () => vera.does('conversation:rate', { conversationId, score: 4, comment: 'Quick' }),
    'is reopened': () => ben.does('conversation:reopen', { conversationId }),
    'goes on after that': () => vera.does('message:send', message()),
    'is closed by the visitor': () => vera.does('conversation:close', { conversationId }),
    'gets a note when it is closed': () => ben.does('message:send', message('note')),
    'has an agent who goes away': () => ben.does('agent:status', { status: 'away', maxChats: 3 }),
    'has an agent who comes back': () => ben.does('agent:status', { status: 'online' }),
  }
  return { ana, anaToken, life }
}

type Cast = Awaited<ReturnType<typeof startCast>>

async function loadAll(agent: AgentClient) {
  await Promise.all(VIEWS.map((view) => agent.loadList(view)))
  await until(agent, ({ counts }) => counts)
}

/** What is on the screen: the lists, all that stands in them, the counts, and the team. */
function shownBy({ lists, conversations, counts, team }: AgentState) {
  const ids = Object.fromEntries(VIEWS.map((view) => [view, lists[view].ids]))
  const listed = [...new Set(VIEWS.flatMap((view) => lists[view].ids))].toSorted()
  // A record's order is that in which news came.
  const people = Object.values(team).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return { ids, counts, team: people, conversations: listed.map((id) => conversations.get(id)) }
}

type Shown = ReturnType<typeof shownBy>
const everything = (shown: Shown): unknown => shown

/** The law: the old snapshot and the events make what a fresh load makes. */
async function expectLikeFresh({ ana, anaToken }: Cast, part: (shown: Shown) => unknown, beatMs: number) {
  await expect
    .poll(async () => {
      clock.advance(beatMs)
      const fresh = await world.agent({ token: anaToken })
      await loadAll(fresh)
      await until(fresh, ({ team }) => Object.keys(team).length >= 3)
      const wanted = JSON.stringify(part(shownBy(fresh.state)), null, 1)
      fresh.destroy()
      const shown = JSON.stringify(part(shownBy(ana.state)), null, 1)
      return shown === wanted ? 'like a fresh load' : difference(shown, wanted)
    }, PATIENCE)
    .toBe('like a fresh load')
}

function difference(shown: string, wanted: string): string {
  const [a, b] = [shown.split('\n'), wanted.split('\n')]
  const at = a.findIndex((line, n) => line !== b[n])
  return `${a.slice(at - 3, at + 2).join('\n')}\n is not \n${b.slice(at - 3, at + 2).join('\n')}`
}

let world: World
/** Events that the server would tell are lost. */
let losing = false
const clock = createManualClock(new Date())
beforeAll(async () => {
  world = await startWorld({
    clock,
    replace: ({ services, ...parts }) => ({
      ...parts,
      services: { ...services, deliver: (delivery) => losing || services.deliver(delivery) },
    }),
  })
  await world.server.routeByHand(world.admin)
})
afterAll(() => world.stop())

describe('an agent’s lists and counts', () => {
  it('[DL15] equal a fresh load after every action of a conversation’s life', async () => {
    const cast = await startCast('live')
    for (const [name, act] of Object.entries(cast.life)) {
      await act()
      await expectLikeFresh(cast, everything, GATHER_MS).catch((cause) => {
        throw new Error(`when a conversation ${name}: ${cause.message}`, { cause })
      })
    }
  })

  it('[DL15] [SC1] equal a fresh load for who reaches their groups only, whatever is moved in and out', async () => {
    const { rest, agent } = world.server
    const admin = world.admin.token
    const password = 'staple battery horse'
    const ben = await agent(world.admin, { name: 'Ben', email: 'ben.moves@example.com' })
    const { body: made } = await rest(
      'POST',
      '/api/v1/agents',
      { name: 'Ana', email: 'ana.moves@example.com', password, maxChats: 100 },
      admin,
    )
    const groups: string[] = []
    for (const [name, agentIds] of [
      ['Own', [made.id, ben.id]],
      ['Own too', [made.id]],
      ['Foreign', [ben.id]],
    ] as const) {
      const answer = await rest('POST', '/api/v1/groups', { name, routing: 'manual', agentIds }, admin)
      groups.push(answer.body.id)
    }
    const { body: listed } = await rest('GET', '/api/v1/groups', undefined, admin)
    const first = listed.items.find(({ isDefault }: { isDefault: boolean }) => isDefault)
    const others = first.agentIds.filter((id: string) => id !== made.id)
    await rest('PATCH', `/api/v1/groups/${first.id}`, { agentIds: others }, admin)
    await rest('PATCH', `/api/v1/agents/${made.id}`, { reach: 'groups' }, admin)
    const { body: login } = await rest('POST', '/api/v1/auth/login', {
      email: 'ana.moves@example.com',
      password,
    })
    const ana = await world.agent({ token: login.token })
    await loadAll(ana)
    const vera = await world.server.visitor()
    const ids: string[] = []
    const random = seeded(9)
    const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T
    let said = 0
    const word = (conversationId: string, visibility?: 'note') => {
      said += 1
      const clientId = `w${said}`
      return { conversationId, clientId, ...say(clientId), ...(visibility && { visibility }) }
    }
    const moves: Record<string, (id: string) => Promise<unknown>> = {
      'is started': async () => {
        said += 1
        const message = { clientId: 'first', ...say('Hello') }
        const started = await vera.does('conversation:start', {
          clientId: `s${said}`,
          groupId: pick(groups),
          message,
        })
        ids.push(started.conversation.id)
      },
      'is handed to a group': (conversationId) =>
        ben.does('conversation:transfer', { conversationId, toGroupId: pick(groups), note: 'Look' }),
      'is handed to a group by who watches': (conversationId) =>
        ana.transfer(conversationId, { toGroupId: pick(groups), note: 'Not mine' }),
      'is handed to who watches': (conversationId) =>
        ben.does('conversation:transfer', { conversationId, toAgentId: made.id }),
      'is taken': (conversationId) => ben.does('conversation:take', { conversationId }),
      'is taken by who watches': (conversationId) => ana.take(conversationId),
      'is opened by who watches': (conversationId) => ana.open(conversationId),
      'is released': (conversationId) => ben.does('conversation:release', { conversationId }),
      'is closed': (conversationId) => ben.does('conversation:close', { conversationId }),
      'is reopened': (conversationId) => ben.does('conversation:reopen', { conversationId }),
      'is snoozed': (conversationId) => ben.does('conversation:snooze', { conversationId, until: null }),
      'gets a word': (conversationId) => vera.does('message:send', word(conversationId)),
      'gets a note': (conversationId) => ben.does('message:send', word(conversationId, 'note')),
    }
    const names = Object.keys(moves)
    const cast = { ana, anaToken: login.token, life: {} }
    const done: string[] = []
    for (let step = 0; step < MOVES; step++) {
      const name = step < 4 ? 'is started' : pick(names)
      // What is not possible as it stands changes nothing.
      await moves[name]?.(pick(ids)).catch(() => {})
      done.push(name)
      if (step % 4 !== 3) continue
      await expectLikeFresh(cast, ({ team: _, ...lists }) => lists, GATHER_MS).catch((cause) => {
        throw new Error(`after ${done.join(', ')}: ${cause.message}`, { cause })
      })
    }
    // What is lost on the way is found by the heartbeat, also what left her reach meanwhile.
    await expectLikeFresh(cast, ({ team: _, ...lists }) => lists, HEARTBEAT_MS)
    losing = true
    for (const id of ids) {
      await ben.does('conversation:reopen', { conversationId: id }).catch(() => {})
      await ben.does('conversation:transfer', { conversationId: id, toGroupId: pick(groups) })
    }
    losing = false
    await expectLikeFresh(cast, ({ team: _, ...lists }) => lists, HEARTBEAT_MS)
    // It was about something: there is what she sees, and what she does not.
    const seen = new Set(VIEWS.flatMap((view) => ana.state.lists[view].ids))
    const hidden = ids.filter((id) => !seen.has(id))
    expect(seen.size).toBeGreaterThan(0)
    expect(hidden.length).toBeGreaterThan(0)
    for (const id of hidden) expect(ana.state.conversations.get(id)).toBeUndefined()
  })

  it('[DL15] [SC12] lose what has been erased at once, also while it is open', async () => {
    const cast = await startCast('erased')
    const { ana, life } = cast
    const known = () => [...ana.state.conversations.values()].map(({ id }) => id)
    const before = new Set(known())
    await life['is started']?.()
    const begun = await until(ana, () => known().find((id) => !before.has(id)))
    await ana.open(begun)
    const visitorId = ana.state.conversations.get(begun)?.visitor.id
    const erased = await world.server.rest(
      'DELETE',
      `/api/v1/people/${visitorId}`,
      undefined,
      world.admin.token,
    )
    expect(erased.status).toBe(204)
    // Without the clock: no heartbeat and no count has found it.
    await until(ana, ({ threads }) => !(begun in threads))
    expect(known()).not.toContain(begun)
    expect(VIEWS.flatMap((view) => ana.state.lists[view].ids)).not.toContain(begun)
    await expectLikeFresh(cast, everything, GATHER_MS)
  })

  it('[DL15] equal a fresh load after an absence, whatever happened meanwhile', async () => {
    const network = await world.network()
    const cast = await startCast('absent', network.url)
    const acts = Object.values(cast.life)
    // Absent for a whole life, then for the second half of another.
    for (const away of [0, Math.floor(acts.length / 2)]) {
      for (const [at, act] of acts.entries()) {
        if (at === away) {
          network.down()
          await until(cast.ana, ({ connection }) => connection.status === 'offline')
        }
        await act()
      }
      network.mend()
      await until(cast.ana, ({ connection }) => connection.status === 'online')
      await expectLikeFresh(cast, everything, GATHER_MS)
    }
  })

  it('[DL6] [DL15] equal a fresh load again after the heartbeat when events were lost', async () => {
    const cast = await startCast('unheard')
    const acts = Object.values(cast.life)
    for (const end of [acts.length, Math.floor(acts.length / 2)]) {
      losing = true
      for (const act of acts.slice(0, end)) await act()
      losing = false
      await expectLikeFresh(cast, ({ team: _, ...lists }) => lists, HEARTBEAT_MS)
    }
  })
})
