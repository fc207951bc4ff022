import { ChatError } from '@biometrics/chat-protocol'
import type { SignedInAgent } from '../session.ts'
import { hashToken, isToken, newToken } from '../tokens.ts'
import { findSignIn, type SessionServices } from './sessions.ts'
import { deleteOldTickets, insertTicket, takeTicket } from './ticket-store.ts'

const VALID_MS = 60_000

/** For a socket that can carry no header: an address may end in a log, so what is in it is good for once and soon over. */
export async function issueTicket(
  { database, clock }: Pick<SessionServices, 'database' | 'clock'>,
  token: string,
): Promise<string> {
  // An API key has no session that a ticket could end with.
  if (!isToken('agt', token)) throw new ChatError('forbidden', 'This is for people, not for API keys.')
  const now = clock.now()
  await deleteOldTickets(database.query, now)
  const ticket = newToken('tkt')
  await insertTicket(database.query, {
    token_hash: ticket.tokenHash,
    session_hash: hashToken(token),
    expires_at: new Date(now.getTime() + VALID_MS),
  })
  return ticket.token
}

/** Whose ticket it is; from then on it is nobody's. */
export async function redeemTicket(services: SessionServices, token: string): Promise<SignedInAgent | null> {
  if (!isToken('tkt', token)) return null
  const sessionHash = await takeTicket(services.database.query, hashToken(token), services.clock.now())
  return sessionHash && findSignIn(services, sessionHash)
}
