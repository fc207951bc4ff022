import { type AccountLink, ChatError } from '@biometrics/chat-protocol'
import { recordIn } from '../audit/record.ts'
import { networkOf } from '../limits/network.ts'
import type { Services } from '../services.ts'
import { hashToken, newToken } from '../tokens.ts'
import { deleteLinksOf, findLink, replaceLink, takeLink } from './account-link-store.ts'
import { type AgentRow, findAgent, findAgentByEmail, updateAgent } from './agent-store.ts'
import { judgePassword } from './judge-password.ts'
import { type LinkPurpose, type MailLanguage, linkMail, passwordChangedMail } from './mails.ts'
import { hashPassword } from './password.ts'
import { deleteSessionsOf } from './session-store.ts'

const VALID_MS = 3_600_000

type LinkServices = Pick<Services, 'database' | 'clock' | 'publicUrl' | 'mailer'>

/** A link by which this agent chooses a password. Whoever has it is taken for the agent, so it is shown to admins only. */
export async function makeLink(
  services: LinkServices,
  row: Pick<AgentRow, 'id' | 'name' | 'email'>,
  purpose: LinkPurpose,
  language: MailLanguage,
): Promise<AccountLink> {
  const { database, clock, mailer, publicUrl } = services
  const { token, tokenHash } = newToken('lnk')
  const expiresAt = new Date(clock.now().getTime() + VALID_MS)
  await database.query
    .transaction()
    .execute((trx) => replaceLink(trx, { token_hash: tokenHash, agent_id: row.id, expires_at: expiresAt }))
  // Behind the #, which browsers send to nobody: neither a log nor a referrer has it.
  const link = `${publicUrl()}/password#${token}`
  const mailed = mailer ? await mailer.send(linkMail(row, purpose, link, language)) : false
  return { link, expiresAt: expiresAt.toISOString(), mailed }
}

/** For an admin, who hands it on. */
export async function makeLinkFor(
  services: LinkServices,
  agentId: string,
  language: MailLanguage,
): Promise<AccountLink> {
  const row = await findAgent(services.database.query, agentId)
  if (!row) throw new ChatError('not_found', `There is no agent ${agentId}.`)
  return makeLink(services, row, row.password_hash === null ? 'invitation' : 'reset', language)
}

/**
 * Mails a link to whoever has this address here. The answer is given before anybody looks, so neither what it says nor how
 * long it takes tells whether somebody has.
 */
export async function requestLink(
  services: LinkServices & Pick<Services, 'limiter' | 'limits'>,
  email: string,
  address: string,
  language: MailLanguage,
  onError: (error: unknown) => void,
): Promise<void> {
  const { limiter, limits, database, mailer } = services
  if (!mailer) throw new ChatError('not_found', 'This server sends no mail. Ask an admin for a link.')
  const retryAfterMs = Math.max(
    await limiter.take(limits.resetsFromNetwork, networkOf(address)),
    await limiter.take(limits.resetsOfAccount, email.toLowerCase()),
  )
  if (retryAfterMs > 0) throw new ChatError('rate_limited', undefined, { retryAfterMs })
  const send = async () => {
    const row = await findAgentByEmail(database.query, email)
    if (row && row.deactivated_at === null) await makeLink(services, row, 'reset', language)
  }
  setImmediate(() => void send().catch(onError))
}

/** Once. It ends every session; a second factor stays what it is, and is asked for at the next sign-in. */
export async function redeemLink(
  services: LinkServices & Pick<Services, 'hangUp' | 'keptAddress'>,
  { token, password }: { token: string; password: string },
  address: string,
  language: MailLanguage,
): Promise<{ email: string }> {
  const { database, clock, hangUp } = services
  const tokenHash = hashToken(token)
  const agentId = await findLink(database.query, tokenHash, clock.now())
  const row = agentId === undefined ? undefined : await findAgent(database.query, agentId)
  if (!row || row.deactivated_at !== null) throw new ChatError('link_invalid')
  await judgePassword(password, row)
  const passwordHash = await hashPassword(password)
  await database.query.transaction().execute(async (trx) => {
    if (!(await takeLink(trx, tokenHash, clock.now()))) throw new ChatError('link_invalid')
    await updateAgent(trx, row.id, { password_hash: passwordHash })
    await deleteLinksOf(trx, row.id)
    await deleteSessionsOf(trx, row.id)
    await recordIn(
      trx,
      services,
      { agentId: row.id, name: row.name },
      {
        action: 'password.changed',
        detail: { by: 'link' },
        address,
      },
    )
  })
  hangUp({ agent: row.id })
  if (row.password_hash !== null) await services.mailer?.send(passwordChangedMail(row, language))
  return { email: row.email }
}
