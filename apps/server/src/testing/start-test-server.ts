import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type {
  AgentCommandName,
  CommandError,
  EventName,
  Events,
  PayloadInput,
  Reply,
  SessionReply,
  SessionRequest,
  VisitorCommandName,
} from '@biometrics/chat-protocol'
import { io, type Socket } from 'socket.io-client'
import { type RunningServer, type ServerOptions, startServer } from '../server.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

export const ADA = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' }
const ANA = { name: 'Ana', email: 'ana@example.com', password: 'staple battery horse' }

/** Whatever is begun finds somebody, unless a test is about those who wait. */
const MANY_CHATS = 100

interface TestServerOptions
  extends Pick<ServerOptions, 'clock' | 'limits' | 'logger' | 'replace'>,
    Partial<Pick<ServerOptions['config'], 'sessions' | 'addresses' | 'mail' | 'oidc' | 'abuse' | 'clamd'>> {
  redisUrl?: string | null
  trustedProxies?: string[]
  outboundAllow?: string[]
  metricsToken?: string | null
  tracing?: ServerOptions['config']['tracing']
  /** A database that others use too, and drop. */
  connection?: TestDatabase['connection']
  /** A folder that others use too, and remove. */
  dataDir?: string
}

/** A whole server on a database of its own, and the cast that talks to it through the public contract. */
export async function startTestServer({
  redisUrl = null,
  trustedProxies = [],
  outboundAllow = [],
  metricsToken = null,
  tracing = null,
  connection,
  dataDir: sharedDir,
  // The clocks of tests jump over months.
  sessions = { idleHours: 8_760, days: 365, proofMinutes: 365 * 1_440 },
  addresses = 'full',
  mail = null,
  oidc = null,
  // Tests do much in little time.
  abuse = null,
  clamd = null,
  ...options
}: TestServerOptions = {}) {
  const database = connection ? { connection, drop: async () => {} } : await createTestDatabase()
  const dataDir = sharedDir ?? mkdtempSync(path.join(os.tmpdir(), 'chat-data-'))
  const config = {
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    dataDir,
    bootstrapAdmin: null,
    redisUrl,
    trustedProxies,
    outboundAllow,
    metricsToken,
    sessions,
    addresses,
    mail,
    oidc,
    abuse,
    clamd,
    tracing,
  }
  const start = () => startServer({ config, connection: database.connection, ...options })
  let server: RunningServer = await start()
  const sockets: Socket[] = []

  async function rest(method: string, address: string, body?: unknown, token?: string): Promise<Answer> {
    const response = await fetch(server.url + address, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? JSON.parse(text) : text,
    }
  }

  async function connect(namespace: string, token: string, auth: { echo?: boolean } = {}) {
    const socket = io(server.url + namespace, {
      auth: { token, ...auth },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    })
    sockets.push(socket)
    return new Promise<Socket>((resolve, reject) => {
      socket.once('connect', () => resolve(socket))
      socket.once('connect_error', reject)
    })
  }

  return {
    get url() {
      return server.url
    },
    get services() {
      return server.services
    },
    get setupLink() {
      return server.setupLink
    },
    routingRepairs: () => server.routingRepairs(),
    dataDir,
    connection: database.connection,
    rest,

    async admin(): Promise<Person<AgentCommandName>> {
      const token = new URL(server.setupLink ?? 'none:').searchParams.get('token')
      const set = await rest('POST', '/api/v1/setup', { ...ADA, token })
      await rest('PATCH', `/api/v1/agents/${set.body.agent.id}`, { maxChats: MANY_CHATS }, set.body.token)
      return speaker(await connect('/agent', set.body.token), set.body.token, set.body.agent.id)
    },
    /** Ana, or another of another address; an admin must be there. */
    async agent(admin: { token: string }, who: Partial<typeof ANA> = {}): Promise<Person<AgentCommandName>> {
      const agent = { ...ANA, maxChats: MANY_CHATS, ...who }
      await rest('POST', '/api/v1/agents', agent, admin.token)
      const login = await rest('POST', '/api/v1/auth/login', { email: agent.email, password: agent.password })
      return speaker(await connect('/agent', login.body.token), login.body.token, login.body.agent.id)
    },
    async session(request: Partial<SessionRequest> = {}): Promise<SessionReply> {
      return (await rest('POST', '/api/v1/visitor/sessions', { appId: 'biometrics-web', ...request })).body
    },
    async visitor(request: Partial<SessionRequest> = {}): Promise<Person<VisitorCommandName>> {
      const { visitorToken, visitor } = await this.session(request)
      return speaker(await connect('/visitor', visitorToken), visitorToken, visitor.id)
    },
    /** From here on nobody is given anything: who is to answer takes it. */
    async routeByHand(admin: { token: string }): Promise<void> {
      const { body } = await rest('GET', '/api/v1/groups', undefined, admin.token)
      for (const { id } of body.items)
        await rest('PATCH', `/api/v1/groups/${id}`, { routing: 'manual' }, admin.token)
    },
    /** From here on a closed conversation stays closed, whoever writes. */
    async neverReopen(admin: { token: string }): Promise<void> {
      const { body } = await rest('GET', '/api/v1/apps', undefined, admin.token)
      for (const { id } of body.items)
        await rest('PATCH', `/api/v1/apps/${id}`, { reopenDays: 0 }, admin.token)
    },
    connect,
    /** Somebody who is known already, on this node. */
    async enterAsAgent({ token, id }: { token: string; id: string }): Promise<Person<AgentCommandName>> {
      return speaker(await connect('/agent', token), token, id)
    },

    /** The same data, another process's life. */
    async restart() {
      await server.stop()
      server = await start()
    },
    async stop() {
      for (const socket of sockets) socket.close()
      await server.stop()
      await database.drop()
      if (sharedDir === undefined) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export type TestServer = Awaited<ReturnType<typeof startTestServer>>

export interface Answer {
  status: number
  headers: Headers
  /** The body as it came. */
  text: string
  // Tests look at single fields of many shapes.
  // oxlint-disable-next-line no-explicit-any
  body: any
}

export interface Person<Name extends AgentCommandName | VisitorCommandName> {
  socket: Socket
  token: string
  id: string
  /** Everything heard so far, in order. */
  heard: { event: string; payload: unknown }[]
  /** Sends a command; a refusal rejects. */
  does<N extends Name>(name: N, payload: PayloadInput<N>): Promise<Reply<N>>
  /** Sends what may be no valid command; resolves with the refusal. */
  isRefused(name: string, payload: unknown): Promise<CommandError>
  /** The next event of this name that fits, or the one that came already. */
  hears<N extends EventName>(event: N, fits?: (payload: Events[N]) => boolean): Promise<Events[N]>
  heardOf<N extends EventName>(event: N): Events[N][]
}

type Acknowledgement = { ok: true; data: unknown } | { ok: false; error: CommandError }
const PATIENCE_MS = 5_000

function speaker<Name extends AgentCommandName | VisitorCommandName>(
  socket: Socket,
  token: string,
  id: string,
): Person<Name> {
  const heard: { event: string; payload: unknown }[] = []
  socket.onAny((event: string, payload: unknown) => heard.push({ event, payload }))
  const ask = (name: string, payload: unknown): Promise<Acknowledgement> =>
    socket.timeout(PATIENCE_MS).emitWithAck(name, payload)
  return {
    socket,
    token,
    id,
    heard,
    async does<N extends Name>(name: N, payload: PayloadInput<N>) {
      const answer = await ask(name, payload)
      if (!answer.ok) throw Object.assign(new Error(answer.error.message), answer.error)
      return answer.data as Reply<N>
    },
    async isRefused(name, payload) {
      const answer = await ask(name, payload)
      if (answer.ok) throw new Error(`${name} was not refused: ${JSON.stringify(answer.data)}`)
      return answer.error
    },
    hears<N extends EventName>(event: N, fits: (payload: Events[N]) => boolean = () => true) {
      const known = heard.find((item) => item.event === event && fits(item.payload as Events[N]))
      if (known) return Promise.resolve(known.payload as Events[N])
      return new Promise<Events[N]>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no event ${event} came`)), PATIENCE_MS)
        socket.onAny(function listener(name: string, payload: unknown) {
          if (name !== event || !fits(payload as Events[N])) return
          clearTimeout(timer)
          socket.offAny(listener)
          resolve(payload as Events[N])
        })
      })
    },
    heardOf: <N extends EventName>(event: N) =>
      heard.filter((item) => item.event === event).map((item) => item.payload as Events[N]),
  }
}
