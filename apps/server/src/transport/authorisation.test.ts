import {
  type AgentCommandName,
  type CommandName,
  commands,
  type Permission,
  ROLE_PERMISSIONS,
  type Role,
  type VisitorCommandName,
} from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { COMMAND_PERMISSIONS } from '../rights.ts'
import { type Person, startTestServer, type TestServer } from '../testing/start-test-server.ts'

/**
 * Who may do what, for every route and command there is: the lists of them come from the description of the interface and
 * from the protocol, so one that is new fails here until it has a line.
 */

/** `person`: anybody of the team, but no API key; `public`: without a token; a permission: who has it. */
type Needs = Permission | 'person' | 'public'
interface Entry {
  needs: Needs
  /** Visitors too, with what is theirs. */
  visitors?: true
  body?: unknown
  query?: string
  /** The action lets people at themselves where they lack the permission; everybody else it refuses. */
  self?: true
  /** With what it refuses those who may: it asks for more than the right. */
  refuses?: number
}

const text = { type: 'text', content: { text: 'Hello' } }
const flow = { start: 'a', steps: [{ kind: 'hand_over', id: 'a', text: '' }] }
const RANGE = '?from=2026-01-01T00:00:00.000Z&to=2026-02-01T00:00:00.000Z'
const newName = () => `name ${uuid()}`

/** One line for each operation of `GET /api/openapi.json`. */
const ROUTES: Record<string, Entry> = {
  'POST /setup': { needs: 'public' },
  'POST /auth/login': { needs: 'public' },
  'POST /auth/logout': { needs: 'person' },
  'GET /auth/methods': { needs: 'public' },
  'GET /auth/oidc': { needs: 'public' },
  'GET /auth/oidc/callback': { needs: 'public' },
  'POST /auth/password-forgotten': { needs: 'public' },
  'POST /auth/link': { needs: 'public' },
  'GET /me': { needs: 'person' },
  'GET /me/sessions': { needs: 'person' },
  'DELETE /me/sessions': { needs: 'person' },
  'DELETE /me/sessions/{id}': { needs: 'person' },
  'GET /me/proof': { needs: 'person' },
  'POST /me/proof': { needs: 'person', refuses: 401, body: { password: 'x' } },
  'POST /me/password': {
    needs: 'person',
    refuses: 401,
    body: { currentPassword: 'x', password: 'mallory is in now' },
  },
  'GET /me/second-factor': { needs: 'person' },
  'POST /me/second-factor': { needs: 'person' },
  'PUT /me/second-factor': { needs: 'person', refuses: 401, body: { code: '000000' } },
  'POST /me/second-factor/recovery-codes': { needs: 'person', refuses: 403, body: { code: '000000' } },
  'POST /me/second-factor/removal': { needs: 'person', body: { code: '000000' } },
  'DELETE /agents/{id}/sessions': { needs: 'agents:write' },
  'DELETE /agents/{id}/second-factor': { needs: 'agents:write' },
  'POST /agents/{id}/link': { needs: 'agents:write' },
  'PUT /me/picture': { needs: 'person', refuses: 415 },
  'DELETE /me/picture': { needs: 'person' },
  'POST /auth/ticket': { needs: 'person' },
  'GET /metrics/live': { needs: 'metrics:read' },
  'GET /reports/overview': { needs: 'metrics:read', query: RANGE },
  'GET /reports/breakdown': { needs: 'metrics:read', query: `${RANGE}&by=agent` },
  'GET /reports/breakdown.csv': { needs: 'metrics:read', query: `${RANGE}&by=agent` },
  'GET /reports/conversations': { needs: 'metrics:read', query: RANGE },
  'GET /reports/conversations.csv': { needs: 'metrics:read', query: RANGE },
  'GET /reports/occupancy': { needs: 'metrics:read', query: RANGE },
  'GET /reports/today': { needs: 'metrics:read' },
  'GET /reports/staffing': { needs: 'metrics:read' },
  'GET /reports/staffing.csv': { needs: 'metrics:read' },
  'GET /targets': { needs: 'metrics:read' },
  'PUT /targets': { needs: 'settings:write', body: { groupId: null, targets: null } },
  'POST /visitor/sessions': { needs: 'public' },
  'GET /availability': { needs: 'public' },

  'GET /people': { needs: 'people:read', query: '?q=Vera' },
  'GET /people/{id}/export': { needs: 'people:read' },
  'DELETE /people/{id}': { needs: 'people:erase' },
  'GET /audit': { needs: 'audit:read' },
  'GET /audit.json': { needs: 'audit:read' },
  'GET /audit.csv': { needs: 'audit:read' },
  'GET /audit/verification': { needs: 'audit:read' },

  'GET /conversations': { needs: 'conversations:read', visitors: true },
  'GET /conversations/{id}': { needs: 'conversations:read', visitors: true },
  'GET /conversations/{id}/messages': { needs: 'conversations:read', visitors: true },
  'POST /conversations/{id}/messages': { needs: 'conversations:write', visitors: true, body: text },
  'PUT /conversations/{id}/tags': { needs: 'conversations:write', body: { tags: ['parcel'] } },
  'POST /conversations/{id}/take': { needs: 'conversations:write' },
  'POST /conversations/{id}/release': { needs: 'conversations:write' },
  'POST /conversations/{id}/transfer': { needs: 'conversations:write', body: { toGroupId: uuid() } },
  'POST /conversations/{id}/prioritize': { needs: 'conversations:write', body: { priority: 'high' } },
  'POST /conversations/{id}/close': { needs: 'conversations:write', visitors: true, body: {} },
  'POST /conversations/{id}/snooze': { needs: 'conversations:write', body: { until: null } },
  'GET /conversations/{id}/assignments': { needs: 'conversations:read' },
  'POST /conversations/{id}/reopen': { needs: 'conversations:write' },
  'GET /queue': { needs: 'conversations:read' },
  'GET /saved-views': { needs: 'person' },
  'POST /saved-views': { needs: 'person', body: { name: 'V', query: 'status=open' } },
  'GET /saved-views/{id}': { needs: 'person' },
  'PATCH /saved-views/{id}': { needs: 'person', body: {} },
  'DELETE /saved-views/{id}': { needs: 'person' },
  'GET /macros': { needs: 'person' },
  'POST /macros': { needs: 'person', body: { name: 'M', actions: [{ kind: 'take' }] } },
  'GET /macros/{id}': { needs: 'person' },
  'PATCH /macros/{id}': { needs: 'person', body: {} },
  'DELETE /macros/{id}': { needs: 'person' },
  'GET /visitors/live': { needs: 'conversations:read' },
  'POST /visitors/{id}/conversations': { needs: 'conversations:write', body: { text: 'Hello' } },
  'GET /visitors/{id}/profile': { needs: 'conversations:read' },
  'PUT /visitors/{id}/note': { needs: 'conversations:write', body: { text: 'Likes giraffes' } },
  'GET /tags': { needs: 'conversations:read' },
  'POST /tags/rename': { needs: 'settings:write', body: { from: 'nowhere', to: 'anywhere' } },
  'GET /mentions': { needs: 'person' },
  'POST /mentions/read': { needs: 'person', body: {} },
  'GET /search/messages': { needs: 'conversations:read', query: '?q=word' },
  'GET /search/visitors': { needs: 'conversations:read', query: '?q=word' },
  'GET /closing-forms': { needs: 'conversations:read' },
  'POST /uploads': { needs: 'uploads:write', visitors: true },

  'GET /canned-responses': { needs: 'canned-responses:read' },
  'POST /canned-responses': {
    needs: 'canned-responses:write',
    get body() {
      return { title: 'T', content: 'C', shortcut: `/${uuid()}` }
    },
  },
  'GET /canned-responses/export': { needs: 'canned-responses:read' },
  'POST /canned-responses/import': {
    needs: 'canned-responses:write',
    body: { format: 'json', text: '[]' },
  },
  'POST /canned-responses/{id}/use': { needs: 'canned-responses:read' },
  'GET /canned-responses/{id}': { needs: 'canned-responses:read' },
  'PATCH /canned-responses/{id}': { needs: 'canned-responses:write', body: {} },
  'DELETE /canned-responses/{id}': { needs: 'canned-responses:write' },

  'GET /agents': { needs: 'agents:read' },
  'POST /agents': {
    needs: 'agents:write',
    get body() {
      return { name: 'Mallory', email: `${uuid()}@example.com`, password: 'mallory is in now' }
    },
  },
  'GET /agents/{id}': { needs: 'agents:read' },
  'PATCH /agents/{id}': { needs: 'agents:write', self: true, body: { name: 'Mallory' } },
  'DELETE /agents/{id}': { needs: 'agents:write' },

  'GET /groups': { needs: 'groups:read' },
  'POST /groups': {
    needs: 'groups:write',
    get body() {
      return { name: newName() }
    },
  },
  'GET /groups/{id}': { needs: 'groups:read' },
  'PATCH /groups/{id}': { needs: 'groups:write', body: {} },
  'DELETE /groups/{id}': { needs: 'groups:write' },

  'GET /calendars': { needs: 'calendars:read' },
  'POST /calendars': {
    needs: 'calendars:write',
    get body() {
      return { name: newName(), timeZone: 'Europe/Berlin', hours: {} }
    },
  },
  'GET /calendars/{id}': { needs: 'calendars:read' },
  'PATCH /calendars/{id}': { needs: 'calendars:write', body: {} },
  'DELETE /calendars/{id}': { needs: 'calendars:write' },
  'GET /calendars/{id}/preview': { needs: 'calendars:read' },
  'POST /calendars/preview': { needs: 'calendars:read', body: { timeZone: 'Europe/Berlin', hours: {} } },

  'GET /settings': { needs: 'settings:read' },
  'PATCH /settings': { needs: 'settings:write', body: {} },

  'GET /apps': { needs: 'apps:read' },
  'POST /apps': {
    needs: 'apps:write',
    get body() {
      return { appId: `app-${uuid()}`, name: 'App' }
    },
  },
  'GET /apps/{id}': { needs: 'apps:read' },
  'PATCH /apps/{id}': { needs: 'apps:write', body: {} },
  'DELETE /apps/{id}': { needs: 'apps:write' },

  'POST /apps/{id}/identity-secret': { needs: 'apps:write' },
  'DELETE /apps/{id}/identity-secret/previous': { needs: 'apps:write' },
  'GET /apps/{id}/bot': { needs: 'bots:read' },
  'PATCH /apps/{id}/bot': { needs: 'bots:write', body: {} },
  'POST /apps/{id}/bot/training': { needs: 'bots:write' },
  'PUT /apps/{id}/bot/webhook': { needs: 'bots:write', body: { url: 'https://bots.example.com/' } },
  'POST /apps/{id}/bot/webhook/secret': { needs: 'bots:write' },
  'POST /apps/{id}/bot/webhook/test': { needs: 'bots:write' },
  'POST /conversations/{id}/bot-replies': { needs: 'bots:answer', body: {} },
  'GET /conversations/{id}/suggestions': { needs: 'conversations:read' },
  'POST /conversations/{id}/summary': { needs: 'conversations:write', body: {} },
  'POST /conversations/{id}/translation': {
    needs: 'conversations:write',
    body: { language: 'de', text: 'Hello' },
  },
  'GET /apps/{id}/model': { needs: 'bots:read' },
  'PUT /apps/{id}/model': {
    needs: 'bots:write',
    body: { baseUrl: 'https://models.example.com/v1', model: 'small' },
  },
  'DELETE /apps/{id}/model': { needs: 'bots:write' },
  'POST /apps/{id}/model/test': { needs: 'bots:write' },
  'GET /apps/{id}/bot/flow': { needs: 'bots:read' },
  'PUT /apps/{id}/bot/flow': { needs: 'bots:write', body: flow },
  'POST /apps/{id}/bot/flow/publish': { needs: 'bots:write', body: {} },
  'POST /apps/{id}/bot/flow/try': { needs: 'bots:read', body: { flow, state: null, message: null } },
  'GET /apps/{id}/bot/flow/versions': { needs: 'bots:read' },
  'GET /apps/{id}/bot/flow/versions/{version}': { needs: 'bots:read' },
  'POST /apps/{id}/bot/flow/versions/{version}/restore': { needs: 'bots:write' },
  'GET /apps/{id}/bot/unanswered': { needs: 'bots:read' },
  'POST /apps/{id}/bot/unanswered/dismiss': { needs: 'articles:write', body: { ids: [uuid()] } },
  'GET /apps/{id}/bot/report': { needs: 'metrics:read' },

  'GET /articles': { needs: 'articles:read' },
  'POST /articles': {
    needs: 'articles:write',
    get body() {
      return { appId: appUuid, title: 'T', body: 'B' }
    },
  },
  'POST /articles/import': {
    needs: 'articles:write',
    get body() {
      return { appId: appUuid, files: [{ name: 'a.md', text: 'A' }] }
    },
  },
  'GET /articles/{id}': { needs: 'articles:read' },
  'PATCH /articles/{id}': { needs: 'articles:write', body: {} },
  'DELETE /articles/{id}': { needs: 'articles:write' },
  'GET /help/{appId}/search': { needs: 'public' },

  'GET /api-keys': { needs: 'api-keys:read' },
  'POST /api-keys': { needs: 'api-keys:write', body: { name: 'Key' } },
  'GET /api-keys/{id}': { needs: 'api-keys:read' },
  'PATCH /api-keys/{id}': { needs: 'api-keys:write', body: {} },
  'DELETE /api-keys/{id}': { needs: 'api-keys:write' },

  'GET /webhooks': { needs: 'webhooks:read' },
  'POST /webhooks': { needs: 'webhooks:write', body: { url: 'https://hooks.example.com/', active: false } },
  'GET /webhooks/{id}': { needs: 'webhooks:read' },
  'PATCH /webhooks/{id}': { needs: 'webhooks:write', body: {} },
  'DELETE /webhooks/{id}': { needs: 'webhooks:write' },
  'POST /webhooks/{id}/secret': { needs: 'webhooks:write' },
  'POST /webhooks/{id}/test': { needs: 'webhooks:write' },
  'GET /webhooks/{id}/deliveries': { needs: 'webhooks:read' },
  'GET /webhooks/{id}/deliveries/{deliveryId}': { needs: 'webhooks:read' },
  'POST /webhooks/{id}/deliveries/{deliveryId}/replay': { needs: 'webhooks:write' },
}

/** A payload for each command; the conversation is filled in. */
const PAYLOADS: Record<CommandName, (conversationId: string) => object> = {
  ping: () => ({}),
  'agent:activity': () => ({}),
  'agent:status': () => ({ status: 'online' }),
  'inbox:watch': () => ({ watch: true }),
  'queue:take': () => ({}),
  'page:view': () => ({ url: 'https://shop.example.com/' }),
  'conversation:start': () => ({ clientId: uuid() }),
  'conversation:sync': (conversationId) => ({ conversationId, afterSeq: 0 }),
  'conversation:leave': (conversationId) => ({ conversationId }),
  'conversation:look': (conversationId) => ({ conversationId, looking: true }),
  'message:send': (conversationId) => ({ conversationId, clientId: uuid(), ...text }),
  'message:read': (conversationId) => ({ conversationId, seq: 1 }),
  'typing:set': (conversationId) => ({ conversationId, typing: true }),
  'conversation:rate': (conversationId) => ({ conversationId, score: 5 }),
  'conversation:close': (conversationId) => ({ conversationId }),
  'conversation:take': (conversationId) => ({ conversationId }),
  'conversation:release': (conversationId) => ({ conversationId }),
  'conversation:transfer': (conversationId) => ({ conversationId, toGroupId: uuid() }),
  'conversation:prioritize': (conversationId) => ({ conversationId, priority: 'high' }),
  'conversation:snooze': (conversationId) => ({ conversationId, until: null }),
  'conversation:tag': (conversationId) => ({ conversationId, tags: [] }),
  'conversation:reopen': (conversationId) => ({ conversationId }),
}
/** Leaving a conversation that one does not look at is nothing. */
const NAMES_NONE = new Set<CommandName>(['conversation:leave'])

let server: TestServer
let ada: Person<AgentCommandName>
const people = new Map<Role, Person<AgentCommandName>>()
let vera: Person<VisitorCommandName>
let victor: Person<VisitorCommandName>
let verasConversation: string
let victorsConversation: string
let appUuid: string
const keys = new Map<Permission, string>()

beforeAll(async () => {
  server = await startTestServer()
  ada = await server.admin()
  people.set('admin', ada)
  appUuid = (await server.rest('GET', '/api/v1/apps', undefined, ada.token)).body.items[0].id
  for (const role of ['supervisor', 'agent', 'read-only'] as const) {
    const email = `${role}@example.com`
    const password = 'staple battery horse'
    await server.rest('POST', '/api/v1/agents', { name: role, email, password, role }, ada.token)
    const { body } = await server.rest('POST', '/api/v1/auth/login', { email, password })
    people.set(role, await server.enterAsAgent({ token: body.token, id: body.agent.id }))
  }
  vera = await server.visitor({ visitor: { name: 'Vera' } })
  victor = await server.visitor({ visitor: { name: 'Victor' } })
  verasConversation = (await vera.does('conversation:start', { clientId: 'v' })).conversation.id
  victorsConversation = (await victor.does('conversation:start', { clientId: 'v' })).conversation.id
  for (const scope of ['conversations:read', 'groups:read'] as const) {
    const made = await server.rest('POST', '/api/v1/api-keys', { name: scope, scopes: [scope] }, ada.token)
    keys.set(scope, made.body.token)
  }
})
afterAll(() => server.stop())

const entries = Object.entries(ROUTES).map(([operation, entry]) => {
  const [method = '', path = ''] = operation.split(' ')
  return { operation, method, path, entry }
})
type Line = (typeof entries)[number]

function ask({ method, path, entry }: Line, token: string | undefined, id: string = uuid()) {
  const address = `/api/v1${path.replace('{id}', id).replace('{deliveryId}', uuid()).replace('{version}', '1')}`
  return server.rest(method, address + (entry.query ?? ''), entry.body, token)
}

describe('the matrix of routes', () => {
  test('[SC1] has a line for every route that there is, and for no other', async () => {
    const { body } = await server.rest('GET', '/api/openapi.json')
    const described = Object.entries<object>(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
    )
    expect(Object.keys(ROUTES).sort()).toEqual(described.sort())
  })

  const guarded = entries.filter(({ entry }) => entry.needs !== 'public')

  test.each(guarded)('[SC1] $operation asks for a token, and for a real one', async (line) => {
    const ended = (await server.rest('POST', '/api/v1/auth/login', LOGIN)).body.token
    await server.rest('POST', '/api/v1/auth/logout', undefined, ended)
    const tokens = [undefined, ...NO_TOKENS, ended, `agt_${vera.token.slice(4)}`, `key_${ada.token.slice(4)}`]
    for (const token of tokens) expect((await ask(line, token)).status, token).toBe(401)
  })

  test.each(guarded)(
    '[SC1] $operation is for the roles that may, and its ids lead nowhere by guessing',
    async (line) => {
      const { needs, self } = line.entry
      for (const [role, { token }] of people) {
        if (line.operation === 'POST /auth/logout') continue
        const may = needs === 'person' || ROLE_PERMISSIONS[role].has(needs as Permission)
        const { status, body } = await ask(line, token)
        if (!may) expect({ role, status, code: body.code }).toEqual({ role, status: 403, code: 'forbidden' })
        else if (line.path.includes('{')) expect({ role, status }).toEqual({ role, status: 404 })
        // Multipart is wanted there; whoever may not is refused before.
        else if (line.operation === 'POST /uploads') expect({ role, status }).toEqual({ role, status: 415 })
        else if (line.entry.refuses) expect({ role, status }).toEqual({ role, status: line.entry.refuses })
        else expect({ role, ok: status < 300 }).toEqual({ role, ok: true })
      }
      expect(self === undefined || needs === 'agents:write').toBe(true)
    },
  )

  test.each(guarded)('[SC1] $operation asks an API key for its scope', async (line) => {
    for (const [scope, token] of keys) {
      const { status } = await ask(line, token)
      if (line.entry.needs !== scope || line.path.includes('{deliveryId}'))
        expect({ scope, status }).toEqual({ scope, status: 403 })
      else expect(status).toBe(line.path.includes('{') ? 404 : 200)
    }
  })

  test.each(guarded)('[SC2] $operation shows a visitor nothing but their own', async (line) => {
    if (line.entry.visitors) {
      if (!line.path.includes('{id}')) return
      expect((await ask(line, vera.token, victorsConversation)).body).toMatchObject({
        status: 404,
        code: 'not_found',
      })
      expect((await ask(line, vera.token, uuid())).status).toBe(404)
      if (!line.path.endsWith('/close'))
        expect((await ask(line, vera.token, verasConversation)).status).toBeLessThan(300)
    } else expect((await ask(line, vera.token, verasConversation)).status).toBe(403)
  })

  test('[SC2] a visitor’s list holds their own conversations, whatever is asked for', async () => {
    for (const query of ['', `?assignee=${ada.id}`, '?status=open', '?q=Victor', `?visitorId=${victor.id}`]) {
      const { body } = await server.rest('GET', `/api/v1/conversations${query}`, undefined, vera.token)
      const ids = (body.items ?? []).map((item: { id: string }) => item.id)
      expect(ids, query).not.toContain(victorsConversation)
    }
  })
})

describe('the matrix of commands', () => {
  const agentCommands = (Object.keys(commands) as CommandName[]).filter(
    (name) => commands[name].who !== 'visitor',
  )
  const visitorCommands = (Object.keys(commands) as CommandName[]).filter(
    (name) => commands[name].who !== 'agent',
  )

  test('[SC1] has a payload for every command, and every agent’s command says what it needs', () => {
    expect(Object.keys(PAYLOADS).sort()).toEqual(Object.keys(commands).sort())
    expect(Object.keys(COMMAND_PERMISSIONS).sort()).toEqual([...agentCommands].sort())
  })

  test.each(agentCommands)(
    '[SC1] %s is for the roles that may, and its ids lead nowhere by guessing',
    async (name) => {
      const needed = COMMAND_PERMISSIONS[name as AgentCommandName]
      for (const [role, person] of people) {
        const may = needed === null || ROLE_PERMISSIONS[role].has(needed)
        const payload = PAYLOADS[name](uuid())
        const outcome = await person.does(name as AgentCommandName, payload as never).then(
          () => 'done',
          (error) => error.code,
        )
        const allowed = 'conversationId' in payload && !NAMES_NONE.has(name) ? 'not_found' : 'done'
        expect({ role, outcome }).toEqual({ role, outcome: may ? allowed : 'forbidden' })
      }
    },
  )

  test.each(visitorCommands)('[SC2] %s finds a visitor’s own conversation and no other', async (name) => {
    const payload = PAYLOADS[name](victorsConversation)
    if (!('conversationId' in payload)) return
    for (const id of [victorsConversation, uuid()]) {
      const refusal = await vera.isRefused(name, PAYLOADS[name](id))
      expect(refusal.code).toBe('not_found')
    }
  })

  test.each(agentCommands.filter((name) => commands[name].who === 'agent'))(
    '[SC2] %s is no command of a visitor',
    async (name) => {
      expect((await vera.isRefused(name, PAYLOADS[name](verasConversation))).code).toBe('unknown_command')
    },
  )

  test('[SC1] a message is hidden from nobody who may read, and from everybody else', async () => {
    const watcher = people.get('read-only')
    const { messages } = (await watcher?.does('conversation:sync', {
      conversationId: verasConversation,
      afterSeq: 0,
    })) ?? {
      messages: [],
    }
    expect(messages.length).toBeGreaterThan(0)
  })

  test.each(['/agent', '/visitor'])('[SC1] %s opens to real tokens only', async (namespace) => {
    const wrong = namespace === '/agent' ? [vera.token, keys.get('groups:read') ?? ''] : [ada.token]
    for (const token of [...NO_TOKENS, ...wrong]) {
      await expect(server.connect(namespace, token), token).rejects.toMatchObject({
        data: { code: 'unauthenticated' },
      })
    }
    for (const token of [0, true, [], {}, null, ['agt_x'], { token: 'x' }]) {
      await expect(server.connect(namespace, token as unknown as string)).rejects.toMatchObject({
        data: { code: 'unauthenticated' },
      })
    }
  })
})

/** What an id in a path names, by the first part of the path; null: something that is of no group. */
const NAMED: Record<string, 'conversation' | 'visitor' | null> = {
  conversations: 'conversation',
  visitors: 'visitor',
  people: 'visitor',
  agents: null,
  'api-keys': null,
  apps: null,
  articles: null,
  calendars: null,
  'canned-responses': null,
  groups: null,
  macros: null,
  me: null,
  'saved-views': null,
  webhooks: null,
}

/** Lists in which conversations, or people who talk, stand: with the foreign one for who reaches all, so that its want tells. */
const SHOWN_TO_ALL = [
  'GET /conversations',
  'GET /queue',
  'GET /search/messages',
  'GET /search/visitors',
  'GET /visitors/live',
  'GET /reports/conversations',
  'GET /reports/conversations.csv',
]

describe('the matrix of groups', () => {
  const RESTRICTED = ['supervisor', 'agent', 'read-only'] as const
  const restricted = new Map<Role, Person<AgentCommandName>>()
  let ownGroup: string
  let foreignGroup: string
  let foreigner: Person<VisitorCommandName>
  let foreign: string
  let own: Person<VisitorCommandName>
  let number = 0
  const secret = `secret${uuid().slice(0, 8)}`

  beforeAll(async () => {
    const made = (body: object) => server.rest('POST', '/api/v1/groups', body, ada.token)
    const members: string[] = []
    for (const role of RESTRICTED) {
      const email = `${role}.of.a.group@example.com`
      const password = 'staple battery horse'
      await server.rest('POST', '/api/v1/agents', { name: role, email, password, role }, ada.token)
      const { body } = await server.rest('POST', '/api/v1/auth/login', { email, password })
      await server.rest('PATCH', `/api/v1/agents/${body.agent.id}`, { reach: 'groups' }, ada.token)
      restricted.set(role, await server.enterAsAgent({ token: body.token, id: body.agent.id }))
      members.push(body.agent.id)
    }
    ownGroup = (await made({ name: 'Own', routing: 'manual', agentIds: members })).body.id
    foreignGroup = (await made({ name: 'Foreign', routing: 'manual', agentIds: [ada.id] })).body.id
    own = await server.visitor({ visitor: { name: 'Own word' } })
    foreigner = await server.visitor({ visitor: { name: `Foreign word ${secret}` } })
    const start = {
      clientId: 'f',
      groupId: foreignGroup,
      message: { clientId: 'm', type: 'text' as const, content: { text: `A word of ${secret}` } },
    }
    foreign = (await foreigner.does('conversation:start', start)).conversation.id
    // They listen to their new group from here on.
    for (const [role, { token, id, socket }] of restricted) {
      socket.close()
      restricted.set(role, await server.enterAsAgent({ token, id }))
    }
    // Made findable a moment later.
    await vi.waitUntil(async () => {
      const { text } = await server.rest('GET', '/api/v1/search/messages?q=word', undefined, ada.token)
      return text.includes(secret)
    }, 20_000)
  })

  async function begin(): Promise<string> {
    number += 1
    const { conversation } = await own.does('conversation:start', {
      clientId: `o${number}`,
      groupId: ownGroup,
    })
    return conversation.id
  }

  const named = entries.filter(({ path }) => path.includes('{id}'))
  const part = (path: string) => path.split('/')[1] ?? ''

  test('[SC1] says of every id in a path whether it is of a group', async () => {
    for (const { token } of restricted.values())
      expect((await server.rest('GET', '/api/v1/me', undefined, token)).body.agent.reach).toBe('groups')
    expect([...new Set(named.map(({ path }) => part(path)))].sort()).toEqual(Object.keys(NAMED).sort())
  })

  test('[SC1] says of every id in a query or a body what it is to who does not reach it', async () => {
    const { body } = await server.rest('GET', '/api/openapi.json')
    /** With all that it refers to. */
    const textOf = (described: object, seen = new Set<string>()): string => {
      const text = JSON.stringify(described)
      const names = [...text.matchAll(/#\/components\/schemas\/([^"]+)/g)].map(([, name]) => name as string)
      const unseen = names.filter((name) => !seen.has(name) && seen.add(name))
      return text + unseen.map((name) => textOf(body.components.schemas[name], seen)).join()
    }
    const isNamed = (described: object) =>
      /"(conversationId|visitorId|uploadId|fileId)"/.test(textOf(described))
    const naming = Object.entries<object>(body.paths).flatMap(([path, methods]) =>
      Object.entries<{ parameters?: object; requestBody?: object }>(methods as never)
        .filter(([, { parameters = {}, requestBody = {} }]) => isNamed({ parameters, requestBody }))
        .map(([method]) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
    )
    // Of one's own mentions those in a conversation have been seen: of another's conversation there are none.
    expect(naming).toEqual(['POST /mentions/read'])
  })

  const reached = named.filter(({ path }) => NAMED[part(path)] !== null)

  test.each(reached)(
    '[SC1] $operation finds what is of an own group, and nothing of another',
    async (line) => {
      const isOfVisitor = NAMED[part(line.path)] === 'visitor'
      for (const [role, { token }] of restricted) {
        if (!ROLE_PERMISSIONS[role].has(line.entry.needs as Permission)) continue
        const { status, body } = await ask(line, token, isOfVisitor ? foreigner.id : foreign)
        expect({ role, status, code: body.code }).toEqual({ role, status: 404, code: 'not_found' })
        const mine = await begin()
        const entry = line.path.endsWith('/transfer')
          ? { ...line.entry, body: { toGroupId: ownGroup } }
          : line.entry
        const answer = await ask({ ...line, entry }, token, isOfVisitor ? own.id : mine)
        expect([403, 404, 500], `${role}: ${answer.text}`).not.toContain(answer.status)
        expect(answer.text).not.toContain(secret)
      }
      const all = people.get('agent')
      if (line.method !== 'GET' || !ROLE_PERMISSIONS.agent.has(line.entry.needs as Permission)) return
      expect((await ask(line, all?.token, isOfVisitor ? foreigner.id : foreign)).status).toBe(200)
    },
  )

  const lists = entries.filter(({ method, path }) => method === 'GET' && !path.includes('{'))

  test.each(lists)('[SC1] $operation shows nothing of another group', async (line) => {
    const now = Date.now()
    const range = `?from=${new Date(now - 86_400_000).toISOString()}&to=${new Date(now + 86_400_000).toISOString()}`
    const query = line.entry.query?.replace(RANGE, range)
    const entry = query === undefined ? line.entry : { ...line.entry, query }
    for (const { token } of restricted.values()) {
      const { text } = await ask({ ...line, entry }, token)
      for (const word of [foreign, foreigner.id, secret]) expect(text).not.toContain(word)
    }
    if (!SHOWN_TO_ALL.includes(line.operation)) return
    const all = people.get('agent')
    expect((await ask({ ...line, entry }, all?.token)).text).toMatch(new RegExp(`${foreign}|${secret}`))
  })

  const agentCommands = (Object.keys(commands) as AgentCommandName[]).filter(
    (name) => name in COMMAND_PERMISSIONS && 'conversationId' in PAYLOADS[name]('') && !NAMES_NONE.has(name),
  )

  test.each(agentCommands)('[SC1] %s finds what is of an own group, and nothing of another', async (name) => {
    for (const [role, person] of restricted) {
      const needed = COMMAND_PERMISSIONS[name]
      if (needed !== null && !ROLE_PERMISSIONS[role].has(needed)) continue
      expect(await person.isRefused(name, PAYLOADS[name](foreign))).toMatchObject({ code: 'not_found' })
      const payload = {
        ...PAYLOADS[name](await begin()),
        ...(name.endsWith(':transfer') && { toGroupId: ownGroup }),
      }
      const outcome = await person.does(name, payload as never).then(
        () => 'done',
        (error) => error.code,
      )
      expect(['not_found', 'forbidden', 'internal'], `${role}: ${outcome}`).not.toContain(outcome)
    }
  })

  test('[SC1] an API key does what its scopes name, in every group; so does an admin, who cannot be kept to some', async () => {
    const token = keys.get('conversations:read')
    expect((await server.rest('GET', `/api/v1/conversations/${foreign}`, undefined, token)).status).toBe(200)
    const refused = await server.rest('PATCH', `/api/v1/agents/${ada.id}`, { reach: 'groups' }, ada.token)
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'reach' }] } })
  })
})

describe('rights that change', () => {
  test('[SC1] another role ends the sessions, and the next one has the rights of the new', async () => {
    const who = { name: 'Rosa', email: 'rosa@example.com', password: 'staple battery horse' }
    const rosa = await server.agent(ada, who)
    const ended = new Promise((resolve) => rosa.socket.once('disconnect', resolve))
    await server.rest('PATCH', `/api/v1/agents/${rosa.id}`, { role: 'read-only' }, ada.token)
    await ended
    expect((await server.rest('GET', '/api/v1/me', undefined, rosa.token)).status).toBe(401)
    const { body } = await server.rest('POST', '/api/v1/auth/login', {
      email: who.email,
      password: who.password,
    })
    expect(body.agent.role).toBe('read-only')
    const again = await server.enterAsAgent({ token: body.token, id: rosa.id })
    const refused = await again.isRefused('message:send', PAYLOADS['message:send'](verasConversation))
    expect(refused.code).toBe('forbidden')
  })

  test('[SC1] nobody raises themselves: neither role nor anything else that decides rights', async () => {
    const ana = people.get('agent')
    for (const change of [{ role: 'admin' }, { reach: 'all' }, { email: 'admin@example.com' }]) {
      const { status } = await server.rest('PATCH', `/api/v1/agents/${ana?.id}`, change, ana?.token)
      expect(status).toBe(403)
    }
    for (const unknown of ['isAdmin', 'permissions', 'scopes', 'password_hash', '__proto__', 'constructor']) {
      const change = `{"name":"Ana","${unknown}":{"admin":true}}`
      const { status } = await server.rest('PATCH', `/api/v1/agents/${ana?.id}`, change, ana?.token)
      expect(status, unknown).toBe(400)
    }
  })

  test('[SC1] who may only read is never given a conversation', async () => {
    const watcher = people.get('read-only')
    const { body } = await server.rest('GET', `/api/v1/agents/${watcher?.id}`, undefined, ada.token)
    expect(body.status).toBe('offline')
    const handed = await ada.isRefused('conversation:transfer', {
      conversationId: victorsConversation,
      toAgentId: watcher?.id,
    })
    expect(handed.fields).toMatchObject([{ path: 'toAgentId' }])
  })
})

const LOGIN = { email: 'ada@example.com', password: 'correct horse battery' }
/** What is sent in the hope that something compares loosely. */
const NO_TOKENS = [
  'null',
  'undefined',
  'true',
  '0',
  '[]',
  '{}',
  'agt_',
  'vis_',
  'key_',
  'agt_x',
  "agt_' or 1=1 --",
  'set_x',
]
