import { ChatError, type LoginReply } from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { findAgent, updateAgent } from './agent-store.ts'
import { agentView } from './agent-view.ts'
import { judgePassword } from './judge-password.ts'
import { type MailLanguage, passwordChangedMail } from './mails.ts'
import { hashPassword } from './password.ts'
import { provePassword } from './prove-again.ts'
import { deleteSessionsOf } from './session-store.ts'
import { type Device, openSession, type SessionServices } from './sessions.ts'

type PasswordServices = SessionServices &
  Pick<Services, 'hangUp' | 'limiter' | 'limits' | 'mailer' | 'keptAddress'>

/** One's own, by who knows it; every session ends, and the one that asks goes on as a new one. */
export async function changeOwnPassword(
  services: PasswordServices,
  session: AgentSession,
  { currentPassword, password }: { currentPassword: string; password: string },
  device: Device,
  language: MailLanguage,
): Promise<LoginReply> {
  const { database, clock, hangUp, mailer } = services
  const row = await findAgent(database.query, session.agentId)
  if (!row) throw new ChatError('unauthenticated')
  await provePassword(services, row, currentPassword, 'currentPassword')
  await judgePassword(password, row)
  const passwordHash = await hashPassword(password)
  const token = await database.query.transaction().execute(async (trx) => {
    await updateAgent(trx, row.id, { password_hash: passwordHash })
    await deleteSessionsOf(trx, row.id)
    return openSession(trx, services, row.id, device)
  })
  hangUp({ agent: row.id })
  await mailer?.send(passwordChangedMail(row, language))
  return { token, agent: agentView(row, clock.now()) }
}
