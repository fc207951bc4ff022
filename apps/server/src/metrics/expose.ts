import { isUnavailable } from '../database/errors.ts'
import type { Services } from '../services.ts'
import type { Instruments } from './instruments.ts'
import { countJobs } from './jobs-store.ts'
import { readLive } from './read-live.ts'

export interface NodeState {
  connections(): { visitor: number; agent: number; metrics: number }
  routingRepairs(): number
}

type ExposeServices = Pick<Services, 'database' | 'clock' | 'redis' | 'messageLog'>

/**
 * The text for Prometheus. What the database knows is the same on every node; while it is away those lines are missing, and
 * `chat_database_up` says why.
 */
export function createExposition(services: ExposeServices, instruments: Instruments, node: NodeState) {
  const { gauge, registry } = instruments
  const gauges = {
    connections: gauge('chat_connections', 'Sockets on this node.', ['namespace']),
    backlog: gauge('chat_messages_waiting', 'Messages that this node has yet to store.'),
    repairs: gauge('chat_routing_repairs', 'Waiting conversations that routing had forgotten; should be 0.'),
    databaseUp: gauge('chat_database_up', 'Whether PostgreSQL answers.'),
    databaseSeconds: gauge('chat_database_seconds', 'How long PostgreSQL took to count what is open.'),
    redisUp: gauge('chat_redis_up', 'Whether Redis answers; missing where none is configured.'),
    conversations: gauge('chat_conversations', 'Open conversations, of all nodes.', ['state']),
    agents: gauge('chat_agents', 'Agents who are there, of all nodes.', ['status']),
    jobs: gauge('chat_jobs_waiting', 'What is due and not done yet, of all nodes.', ['job']),
  }
  if (!services.redis) gauges.redisUp.remove()
  let underWay: Promise<string> | undefined

  async function expose(): Promise<string> {
    for (const [namespace, count] of Object.entries(node.connections()))
      gauges.connections.set({ namespace }, count)
    gauges.backlog.set(services.messageLog.waiting())
    gauges.repairs.set(node.routingRepairs())
    if (services.redis) gauges.redisUp.set(services.redis.up ? 1 : 0)
    await readDatabase()
    return registry.metrics()
  }

  async function readDatabase() {
    const asked = performance.now()
    try {
      const live = await readLive(services, null)
      gauges.databaseSeconds.set((performance.now() - asked) / 1_000)
      gauges.databaseUp.set(1)
      gauges.conversations.set({ state: 'active' }, live.activeChats)
      gauges.conversations.set({ state: 'queued' }, live.queueSize)
      gauges.conversations.set({ state: 'snoozed' }, live.snoozedChats)
      gauges.conversations.set({ state: 'bot' }, live.botChats)
      gauges.agents.set({ status: 'online' }, live.agentsOnline)
      gauges.agents.set({ status: 'away' }, live.agentsAway)
      const jobs = await countJobs(services.database.query, services.clock.now())
      for (const [job, count] of Object.entries(jobs)) gauges.jobs.set({ job }, count)
    } catch (error) {
      if (!isUnavailable(error)) throw error
      gauges.databaseUp.set(0)
      gauges.databaseSeconds.remove()
      for (const name of ['conversations', 'agents', 'jobs'] as const) gauges[name].reset()
    }
  }

  return {
    contentType: registry.contentType,
    /** Who asks while another is being answered gets the same. */
    text(): Promise<string> {
      underWay ??= expose().finally(() => (underWay = undefined))
      return underWay
    },
  }
}

export type Exposition = ReturnType<typeof createExposition>
