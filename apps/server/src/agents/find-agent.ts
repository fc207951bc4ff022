import type { Queries } from '../database/database.ts'
import { findAgent, isAnyAgentOnline } from './agent-store.ts'

/** An agent's name, or null where there is none of this id. */
export async function findAgentName(query: Queries, id: string): Promise<string | null> {
  return (await findAgent(query, id))?.name ?? null
}

export { isAnyAgentOnline }
