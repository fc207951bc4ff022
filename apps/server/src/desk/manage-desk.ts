import { ChatError, LIMITS, type Macro, type SavedView } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { requirePermission } from '../rights.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import {
  countOwn,
  type DeskItemKind,
  type DeskItemRow,
  deleteItem,
  findItem,
  listItems,
  writeItem,
} from './desk-store.ts'

interface Kept {
  id: string
  name: string
  shared: boolean
}
type Fields<Item extends Kept> = Omit<Item, 'id'>
type Change<Item extends Kept> = { [K in keyof Fields<Item>]?: Fields<Item>[K] | undefined }

/**
 * What agents keep for themselves, and what admins keep for everybody. Of somebody else's own nobody hears, whatever
 * their role.
 */
function deskItems<Item extends Kept>(kind: DeskItemKind, what: string) {
  type DeskServices = Pick<Services, 'database' | 'clock'>

  async function find({ database }: DeskServices, { agentId }: AgentSession, id: string) {
    const row = await findItem(database.query, kind, agentId, id)
    if (!row) throw new ChatError('not_found', `There is no ${what} ${id}.`)
    return row
  }

  async function write(
    { database }: DeskServices,
    session: AgentSession,
    row: Omit<DeskItemRow, 'agent_id' | 'name' | 'content'>,
    { name, shared, ...content }: Omit<Fields<Item>, never>,
  ): Promise<Item> {
    if (shared) requirePermission(session, 'settings:write')
    const written = { ...row, agent_id: shared ? null : session.agentId, name, content }
    await writeItem(database.query, written)
    return view<Item>(written)
  }

  return {
    async list(
      { database }: DeskServices,
      { agentId }: AgentSession,
      after: string | undefined,
      limit: number,
    ): Promise<Item[]> {
      return (await listItems(database.query, kind, agentId, after, limit)).map(view<Item>)
    },

    async get(services: DeskServices, session: AgentSession, id: string): Promise<Item> {
      return view<Item>(await find(services, session, id))
    },

    async add(services: DeskServices, session: AgentSession, fields: Fields<Item>): Promise<Item> {
      const owner = fields.shared ? null : session.agentId
      if ((await countOwn(services.database.query, kind, owner)) >= LIMITS.deskItems)
        throw new ChatError('forbidden', `There are ${LIMITS.deskItems} already; remove one first.`)
      const row = { id: uuid(), kind, created_at: services.clock.now() }
      return write(services, session, row, fields)
    },

    async edit(
      services: DeskServices,
      session: AgentSession,
      id: string,
      change: Change<Item>,
    ): Promise<Item> {
      const row = await find(services, session, id)
      if (row.agent_id === null) requirePermission(session, 'settings:write')
      const { id: _, ...before } = view<Item>(row)
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
      return write(services, session, row, { ...before, ...given } as Fields<Item>)
    },

    async remove(services: DeskServices, session: AgentSession, id: string): Promise<void> {
      const row = await find(services, session, id)
      if (row.agent_id === null) requirePermission(session, 'settings:write')
      await deleteItem(services.database.query, id)
    },
  }
}

function view<Item extends Kept>({ id, agent_id, name, content }: DeskItemRow): Item {
  return { id, name, shared: agent_id === null, ...content } as unknown as Item
}

export const savedViews = deskItems<SavedView>('view', 'saved view')
export const macros = deskItems<Macro>('macro', 'macro')
