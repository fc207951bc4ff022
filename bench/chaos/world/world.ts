import { randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Database } from '../../../apps/server/src/database/database.ts'
import { inParallel } from '../../../tooling/in-parallel.ts'
import { type Disk, makeDisk, noDiskBecause } from './disk.ts'
import { type Link, startLink } from './link.ts'
import { type ChaosNode, startNode } from './node.ts'
import { type ChaosPostgres, startChaosPostgres } from './postgres.ts'
import { type ChaosRedis, noRedisBecause, startChaosRedis } from './redis.ts'

/** Several servers on one PostgreSQL and one Redis, all of which can be hurt, and the ways between them. */
export interface World {
  nodes: readonly ChaosNode[]
  postgres: ChaosPostgres
  redis: ChaosRedis | null
  disk: Disk | null
  database: Database
  agents: readonly AgentAccount[]
  /** What cannot be tried on this machine, and why. */
  skipped: readonly string[]
  clientLinks: ReadonlySet<ClientLink>
  /** A way of one client's own to the servers; when it is cut it leads to the next of them. */
  clientLink(canary?: string): Promise<ClientLink>
  /** Everything runs and every link is sound. */
  heal(): Promise<void>
  stop(): Promise<void>
}

export interface ClientLink extends Link {
  url: string
  /** The connections end, and the next ones lead to this node. */
  moveTo(node: number): void
  /** How often the canary's words came down this way. */
  readonly canaries: number
}

export interface AgentAccount {
  id: string
  token: string
}

export interface WorldOptions {
  nodes?: number
  agents?: number
  /** A program in place of the server's, and its arguments. */
  entry?: readonly string[]
  /** Runs on the prepared database after the first node has migrated it. */
  prepare?(database: Database): Promise<void>
  redis?: boolean
  disk?: boolean
}

const DISK_MB = 700
const DATABASE = 'chat'
const ADMIN = { email: 'ada@example.com', password: randomUUID() }

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { nodes: nodeCount = 2, agents: agentCount = 8, entry, redis: wantsRedis = true } = options
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chat-chaos-'))
  chmodSync(folder, 0o755)
  const stops: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })]
  const stop = async () => {
    for (const undo of stops.splice(0).reverse()) await undo()
  }
  try {
    const noDisk = options.disk === false ? 'switched off' : noDiskBecause()
    const noRedis = wantsRedis ? noRedisBecause() : 'switched off'
    const disk = noDisk === null ? await makeDisk(path.join(folder, 'disk'), DISK_MB) : null
    if (disk) stops.push(disk.unmount)

    const postgres = await startChaosPostgres(path.join(disk?.folder ?? folder, 'database'), SMALL_WAL)
    stops.push(postgres.stop)
    await postgres.createDatabase(DATABASE)
    const database = postgres.open(DATABASE)
    stops.push(() => database.close())
    const redis = noRedis === null ? await startChaosRedis(makeFolder(folder, 'redis')) : null
    if (redis) stops.push(redis.program.stop)

    const dataDir = makeFolder(folder, 'data')
    const nodes: ChaosNode[] = []
    const addNode = async () => {
      const node = await startNode({
        name: `node ${nodes.length + 1}`,
        entry,
        databaseName: DATABASE,
        dataDir,
        postgres: postgres.target,
        redis: redis?.target ?? null,
        settings: { BOOTSTRAP_ADMIN_EMAIL: ADMIN.email, BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password },
      })
      nodes.push(node)
      stops.push(node.stop)
    }
    await addNode()
    // Who answers for what is the plot's to say.
    await database.query.updateTable('groups').set({ routing: 'manual' }).execute()
    await options.prepare?.(database)
    while (nodes.length < nodeCount) await addNode()

    const clientLinks = new Set<ClientLink>()
    return {
      nodes,
      postgres,
      redis,
      disk,
      database,
      agents: await makeAgents((nodes[0] as ChaosNode).url, agentCount),
      skipped: [
        ...(noDisk === null ? [] : [`disk full: ${noDisk}`]),
        ...(noRedis === null ? [] : [`Redis: ${noRedis}`]),
      ],
      clientLinks,
      clientLink: (canary) => startClientLink(nodes, clientLinks, canary),
      async heal() {
        for (const link of [...nodes.flatMap((node) => [node.database, node.redis]), ...clientLinks]) {
          link?.heal()
          link?.cutHalfOpen()
        }
        await postgres.revive()
        await redis?.program.ready()
        await Promise.all(nodes.map((node) => node.program.ready()))
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Little enough for a full disk to be felt, and for a killed PostgreSQL to be back soon. */
const SMALL_WAL = { max_wal_size: '128MB', min_wal_size: '64MB' }

function makeFolder(parent: string, name: string): string {
  const folder = path.join(parent, name)
  mkdirSync(folder)
  return folder
}

/** Sticks to one node, as sessions do behind a load balancer, until that node refuses or the way is cut. */
async function startClientLink(
  nodes: readonly ChaosNode[],
  all: Set<ClientLink>,
  canary?: string,
): Promise<ClientLink> {
  let at = all.size
  let canaries = 0
  let tail = ''
  const link = await startLink({
    target(isRetry) {
      if (isRetry) at += 1
      return (nodes[at % nodes.length] as ChaosNode).target
    },
    ...(canary !== undefined && {
      onDown(bytes: Buffer) {
        const text = tail + bytes.toString('latin1')
        canaries += text.split(canary).length - 1
        tail = text.slice(1 - canary.length)
      },
    }),
  })
  const clientLink: ClientLink = {
    ...link,
    url: `http://127.0.0.1:${link.port}`,
    cut() {
      at += 1
      link.cut()
    },
    moveTo(node) {
      at = node
      link.cut()
    },
    get canaries() {
      return canaries
    },
    close() {
      all.delete(clientLink)
      return link.close()
    },
  }
  all.add(clientLink)
  return clientLink
}

async function makeAgents(url: string, count: number): Promise<AgentAccount[]> {
  const admin = await post<{ token: string }>(`${url}/api/v1/auth/login`, ADMIN)
  const accounts: AgentAccount[] = []
  const numbers = Array.from({ length: count }, (_, index) => index)
  await inParallel(numbers, AT_ONCE, async (number) => {
    const credentials = { email: `agent-${number}@example.com`, password: randomUUID() }
    await post(`${url}/api/v1/agents`, { name: `Agent ${number}`, ...credentials }, admin.token)
    const { token, agent } = await post<{ token: string; agent: { id: string } }>(
      `${url}/api/v1/auth/login`,
      credentials,
    )
    accounts[number] = { id: agent.id, token }
  })
  return accounts
}

const AT_ONCE = 2

const TRIES = 20
const RETRY_MS = 500

async function post<T>(url: string, body: object, token?: string, tries = TRIES): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  })
  // Many worlds at once keep a machine busy before the first fault; what may be asked again is.
  if (response.status === 503 && tries > 1) {
    await setTimeout(RETRY_MS)
    return post(url, body, token, tries - 1)
  }
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}
