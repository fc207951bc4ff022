import type { Queries } from '../database/database.ts'
import { lockAgents } from './agent-store.ts'

/** Holds the agents whose load changes, and notes that something came or went; always after the conversation is held. */
export async function touchAgents(trx: Queries, ids: ReadonlySet<string>, now: Date): Promise<void> {
  if (ids.size > 0) await lockAgents(trx, [...ids], now)
}
