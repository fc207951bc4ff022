import { ChatError, type LoginReply } from '@biometrics/chat-protocol'
import { insertNewAgent } from '../agents/add-agent.ts'
import { agentView } from '../agents/agent-view.ts'
import { hashPassword } from '../agents/password.ts'
import { openSession } from '../agents/sign-in.ts'
import type { Services } from '../services.ts'
import { hashToken, newToken } from '../tokens.ts'
import {
  deleteSetupTokens,
  hasAgents,
  insertSetupToken,
  isSetupToken,
  lockInstallation,
} from './installation-store.ts'

type SetupServices = Pick<Services, 'database' | 'clock'>

/** The token of the one-time link, as long as there is no agent; each start of a node makes another. */
export async function offerSetup({ database, clock }: SetupServices): Promise<string | null> {
  if (await hasAgents(database.query)) return null
  const { token, tokenHash } = newToken('set')
  await insertSetupToken(database.query, tokenHash, clock.now())
  return token
}

/** Makes the first admin and signs them in; after that no link works any more. */
export async function setUp(
  { database, clock }: SetupServices,
  { token, ...admin }: { token: string; name: string; email: string; password: string },
): Promise<LoginReply> {
  const now = clock.now()
  // Hashing is dear, so the token is looked at first; under the lock it is looked at again.
  if (!(await isSetupToken(database.query, hashToken(token)))) {
    throw new ChatError((await hasAgents(database.query)) ? 'already_set_up' : 'setup_token_invalid')
  }
  const passwordHash = await hashPassword(admin.password)
  return database.query.transaction().execute(async (trx) => {
    await lockInstallation(trx)
    if (await hasAgents(trx)) throw new ChatError('already_set_up')
    const row = await insertNewAgent(trx, { ...admin, role: 'admin' }, passwordHash, now)
    await deleteSetupTokens(trx)
    return { token: await openSession(trx, row.id, now), agent: agentView(row, now) }
  })
}

/** The first admin from the settings, where they name one and there is none. */
export async function bootstrapAdmin(
  { database, clock }: SetupServices,
  admin: { email: string; password: string },
): Promise<void> {
  if (await hasAgents(database.query)) return
  const passwordHash = await hashPassword(admin.password)
  await database.query.transaction().execute(async (trx) => {
    await lockInstallation(trx)
    if (await hasAgents(trx)) return
    await insertNewAgent(trx, { ...admin, name: 'Admin', role: 'admin' }, passwordHash, clock.now())
  })
}
