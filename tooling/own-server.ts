import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type Child, startChild } from './child.ts'

export interface Admin {
  email: string
  password: string
}

/** The whole product in a process of its own, on a new embedded PostgreSQL in a temporary folder. */
export interface OwnServer {
  url: string
  dataDir: string
  admin: Admin
  process: Child
  stop(): Promise<void>
}

export async function startOwnServer(): Promise<OwnServer> {
  const admin = { email: 'ada@example.com', password: randomUUID() }
  const child = startChild(join(import.meta.dirname, 'own-server-process.ts'))
  try {
    const started = await child.ask<{ url: string; dataDir: string }>('start', admin)
    return { ...started, admin, process: child, stop: child.stop }
  } catch (error) {
    await child.stop()
    throw error
  }
}
