import { ChatError, type Visitor } from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import { findVisitors } from './visitor-store.ts'
import { visitorView } from './visitor-view.ts'

type FindServices = Pick<Services, 'database'>

/** Whoever this is, for those who look after people's data. */
export async function getPerson({ database }: FindServices, id: string): Promise<Visitor> {
  const [row] = await findVisitors(database.query, [id])
  if (!row) throw new ChatError('not_found', `There is no visitor ${id}.`)
  return visitorView(row)
}

export async function getPeople({ database }: FindServices, ids: readonly string[]): Promise<Visitor[]> {
  const rows = await findVisitors(database.query, ids)
  return ids.flatMap((id) => rows.filter((row) => row.id === id)).map(visitorView)
}
