import type { Readable } from 'node:stream'
import { type Agent, ChatError } from '@biometrics/chat-protocol'
import { removeAttachment } from '../attachments/remove-attachment.ts'
import { storeAttachment } from '../attachments/store-attachment.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { findAgent, updateAgent } from './agent-store.ts'
import { agentView } from './agent-view.ts'
import { announceAgent } from './announce-agent.ts'

type PictureServices = Pick<Services, 'database' | 'clock' | 'files' | 'scanner' | 'deliver'>

/** Pixels a side: three to each of the largest place where it is shown. */
const SIDE = 160

/** An agent's own picture; the same checks as for every upload, and cut to a small square. */
export async function setPicture(
  services: PictureServices,
  session: AgentSession,
  source: Readable,
  name: string,
  isTruncated: () => boolean,
): Promise<Agent> {
  const { url } = await storeAttachment(services, session, source, name, isTruncated, { square: SIDE })
  return replace(services, session, url)
}

export function removePicture(services: PictureServices, session: AgentSession): Promise<Agent> {
  return replace(services, session, null)
}

async function replace(
  services: PictureServices,
  { agentId }: AgentSession,
  picture: string | null,
): Promise<Agent> {
  const { database, clock } = services
  const before = (await findAgent(database.query, agentId)) ?? gone()
  await updateAgent(database.query, agentId, { picture })
  if (before.picture !== null) await removeAttachment(services, before.picture)
  const row = (await findAgent(database.query, agentId)) ?? gone()
  announceAgent(services, row)
  return agentView(row, clock.now())
}

function gone(): never {
  throw new ChatError('unauthenticated')
}
