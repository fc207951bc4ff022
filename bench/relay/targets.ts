import { join } from 'node:path'
import { type Child, startChild } from '../../tooling/child.ts'
import { inParallel } from '../../tooling/in-parallel.ts'
import { type OwnServer, startOwnServer } from '../../tooling/own-server.ts'
import { postgresCpuUs } from '../lib/postgres-cpu.ts'
import type { ConnectQuestion } from './load-process.ts'

const APP_ID = 'biometrics-web'
const REQUESTS_AT_ONCE = 8

/** A server with its own load generator, each in a process of its own, connected and idle. */
export interface Target {
  name: string
  load: Child
  cpu(): Promise<{ serverUs: number; postgresUs: number | null }>
  stop(): Promise<void>
}

export interface Sizes {
  visitors: number
  agents: number
}

export async function startRelay(name: string, sizes: Sizes, echo: boolean): Promise<Target> {
  const server = startChild(join(import.meta.dirname, 'relay-process.ts'))
  const { port } = await server.ask<{ port: number }>('start', { echo })
  const named = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name}-${at}`)
  const load = await startLoad({
    port,
    visitorTokens: named('visitor', sizes.visitors),
    agentTokens: named('agent', sizes.agents),
  })
  return {
    name,
    load,
    cpu: async () => ({ serverUs: await nodeUs(server), postgresUs: null }),
    stop: () => stopAll(load, server),
  }
}

export async function startProduct(name: string, sizes: Sizes): Promise<Target> {
  const server = await startOwnServer()
  const load = await startLoad(await signEverybodyIn(server, sizes))
  return {
    name,
    load,
    cpu: async () => ({ serverUs: await nodeUs(server.process), postgresUs: postgresCpuUs(server.dataDir) }),
    stop: () => stopAll(load, server),
  }
}

async function startLoad(question: ConnectQuestion): Promise<Child> {
  const load = startChild(join(import.meta.dirname, 'load-process.ts'))
  await load.ask('connect', question)
  return load
}

async function stopAll(...parts: { stop(): Promise<void> }[]): Promise<void> {
  for (const part of parts) await part.stop()
}

async function nodeUs(server: Child): Promise<number> {
  const { user, system } = await server.ask<NodeJS.CpuUsage>('cpu')
  return user + system
}

async function signEverybodyIn({ url, admin }: OwnServer, sizes: Sizes): Promise<ConnectQuestion> {
  const post = async <T>(path: string, body: object, token?: string): Promise<T> => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
    const response = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
  const signIn = async (email: string, password: string) =>
    (await post<{ token: string }>('/auth/login', { email, password })).token
  const adminToken = await signIn(admin.email, admin.password)

  const agentTokens: string[] = []
  await inParallel(Array.from({ length: sizes.agents }), REQUESTS_AT_ONCE, async (_, index) => {
    const email = `agent-${index}@example.com`
    await post('/agents', { name: `Agent ${index}`, email, password: admin.password }, adminToken)
    agentTokens[index] = await signIn(email, admin.password)
  })
  const visitorTokens: string[] = []
  await inParallel(Array.from({ length: sizes.visitors }), REQUESTS_AT_ONCE, async (_, index) => {
    const session = await post<{ visitorToken: string }>('/visitor/sessions', { appId: APP_ID })
    visitorTokens[index] = session.visitorToken
  })
  return { port: Number(new URL(url).port), visitorTokens, agentTokens }
}
