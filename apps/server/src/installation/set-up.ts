import { ChatError, type LoginReply } from '@biometrics/chat-protocol'
import { insertNewAgent } from '../agents/add-agent.ts'
import { agentView } from '../agents/agent-view.ts'
import { hashPassword } from '../agents/password.ts'
import { judgePassword } from '../agents/judge-password.ts'
import { type Device, openSession } from '../agents/sessions.ts'
import { StartError } from '../lifecycle/start-error.ts'
import { recordIn } from '../audit/record.ts'
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
type OpenServices = SetupServices & Pick<Services, 'sessionTimes' | 'keptAddress'>

/** The token of the one-time link, as long as there is no agent; each start of a node makes another. */
export async function offerSetup({ database, clock }: SetupServices): Promise<string | null> {
  if (await hasAgents(database.query)) return null
  const { token, tokenHash } = newToken('set')
  await insertSetupToken(database.query, tokenHash, clock.now())
  return token
}

/** Makes the first admin and signs them in; after that no link works any more. */
export async function setUp(
  services: OpenServices,
  { token, ...admin }: { token: string; name: string; email: string; password: string },
  device: Device,
): Promise<LoginReply> {
  const { database, clock } = services
  const now = clock.now()
  // Hashing is dear, so the token is looked at first; under the lock it is looked at again.
  if (!(await isSetupToken(database.query, hashToken(token)))) {
    throw new ChatError((await hasAgents(database.query)) ? 'already_set_up' : 'setup_token_invalid')
  }
  await judgePassword(admin.password, admin)
  const passwordHash = await hashPassword(admin.password)
  return database.query.transaction().execute(async (trx) => {
    await lockInstallation(trx)
    if (await hasAgents(trx)) throw new ChatError('already_set_up')
    const row = await insertNewAgent(trx, { ...admin, role: 'admin' }, passwordHash, now)
    await deleteSetupTokens(trx)
    await recordIn(
      trx,
      services,
      { agentId: row.id, name: row.name },
      {
        action: 'installation.set-up',
        address: device.address,
      },
    )
    return { token: await openSession(trx, services, row.id, device), agent: agentView(row, now) }
  })
}

/** The first admin from the settings, where they name one and there is none. */
export async function bootstrapAdmin(
  { database, clock }: SetupServices,
  admin: { email: string; password: string },
): Promise<void> {
  if (await hasAgents(database.query)) return
  await judgePassword(admin.password, admin).catch(() => {
    throw new StartError('BOOTSTRAP_ADMIN_PASSWORD is too easy to guess; set another one.')
  })
  const passwordHash = await hashPassword(admin.password)
  await database.query.transaction().execute(async (trx) => {
    await lockInstallation(trx)
    if (await hasAgents(trx)) return
    await insertNewAgent(trx, { ...admin, name: 'Admin', role: 'admin' }, passwordHash, clock.now())
  })
}
