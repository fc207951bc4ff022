import { ChatError } from '@biometrics/chat-protocol'
import { recordIn } from '../audit/record.ts'
import type { Queries } from '../database/database.ts'
import type { Vouched } from '../oidc/provider.ts'
import type { Services } from '../services.ts'
import { insertNewAgent } from './add-agent.ts'
import { type AgentRow, findAgent, findAgentByEmail, updateAgent } from './agent-store.ts'
import { findIdentity, hasIdentity, insertIdentity } from './identity-store.ts'
import { deleteSessionsOf } from './session-store.ts'
import { type Device, openSession, type SessionServices } from './sessions.ts'

/**
 * Signs in whom the company's provider vouches for. Known by issuer and subject; whoever is not yet is made, or is the agent
 * with the e-mail address that the provider has checked, once. The provider's word on the role holds, each time.
 */
export async function signInByProvider(
  services: SessionServices & Pick<Services, 'keptAddress' | 'hangUp'>,
  vouched: Vouched,
  device: Device,
): Promise<{ token: string; agentId: string }> {
  const { database, clock, hangUp } = services
  const { role } = vouched
  if (role === null) throw new ChatError('forbidden', 'The provider names no role for this account.')
  const { token, agentId, hasChanged } = await database.query.transaction().execute(async (trx) => {
    const row = (await findKnown(trx, vouched)) ?? (await make(trx, { ...vouched, role }, clock.now()))
    if (row.deactivated_at !== null) throw new ChatError('forbidden', 'This account is deactivated.')
    const isOther = row.role !== role
    if (isOther) {
      await updateAgent(trx, row.id, { role })
      await deleteSessionsOf(trx, row.id)
    }
    const opened = await openSession(trx, services, row.id, device, true)
    const actor = { agentId: row.id, name: row.name }
    await recordIn(trx, services, actor, {
      action: 'sign-in',
      detail: { by: 'provider', ...(isOther && { role }) },
      address: device.address,
    })
    return { token: opened, agentId: row.id, hasChanged: isOther }
  })
  if (hasChanged) hangUp({ agent: agentId })
  return { token, agentId }
}

async function findKnown(trx: Queries, { issuer, subject, email }: Vouched): Promise<AgentRow | undefined> {
  const known = await findIdentity(trx, issuer, subject)
  if (known !== undefined) return findAgent(trx, known)
  const row = await findAgentByEmail(trx, email)
  if (!row) return undefined
  // The address has gone to somebody else at the provider: that is not the same person.
  if (await hasIdentity(trx, issuer, row.id))
    throw new ChatError('forbidden', 'The e-mail address belongs to another account.')
  await insertIdentity(trx, { issuer, subject, agent_id: row.id })
  return row
}

async function make(
  trx: Queries,
  vouched: Vouched & { role: AgentRow['role'] },
  now: Date,
): Promise<AgentRow> {
  const { issuer, subject, email, name, role } = vouched
  const row = await insertNewAgent(trx, { email, name, role }, null, now)
  await insertIdentity(trx, { issuer, subject, agent_id: row.id })
  return row
}
