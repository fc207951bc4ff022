import { createHash, randomInt } from 'node:crypto'
import {
  ChatError,
  type NewSecondFactor,
  type RecoveryCodes,
  type SecondFactor,
} from '@biometrics/chat-protocol'
import { Secret, TOTP } from 'otpauth'
import type { Queries } from '../database/database.ts'
import { requirePermission } from '../rights.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { areSecondFactorsRequired } from '../settings/manage-settings.ts'
import { type AgentRow, findAgent, updateAgent } from './agent-store.ts'
import {
  countRecoveryCodes,
  replaceRecoveryCodes,
  takeRecoveryCode,
  takeStep,
} from './second-factor-store.ts'
import { endOtherSessions } from './sessions.ts'

const ISSUER = 'BIOMETRICS Live Chat'
/** What authenticator apps take for granted: six digits of SHA-1, every 30 s. */
const PERIOD_S = 30
const SECRET_BYTES = 20
/** Clocks of phones are off by some seconds: the step before and the one after are good too. */
const STEPS_OFF = 1
const RECOVERY_CODES = 10
/** 4 × 6 of 31 characters are 118 bits: a plain hash of so much cannot be turned back. */
const RECOVERY_ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz'
const RECOVERY_PARTS = 4
const RECOVERY_PART = 6
/** Where the vault knows it by. */
const PLACE = 'agents.totp_secret'

type Parts = Pick<Services, 'database' | 'clock' | 'vault'>

/** Whoever has a second factor gives a code of it; it is good once. */
export async function proveSecondFactor(
  services: Parts,
  row: AgentRow,
  code: string | undefined,
): Promise<void> {
  if (row.totp_secret === null) return
  if (code === undefined) throw new ChatError('second_factor_required')
  if (!(await isGood(services, row, row.totp_secret, code))) throw new ChatError('second_factor_invalid')
}

async function isGood({ database, clock, vault }: Parts, row: AgentRow, sealed: string, code: string) {
  const plain = code.replace(/[\s-]/g, '').toLowerCase()
  if (!/^\d{6}$/.test(plain)) return takeRecoveryCode(database.query, row.id, hashCode(plain))
  const step = stepOf(vault.open(PLACE, sealed), plain, clock.now())
  return step !== null && takeStep(database.query, row.id, step)
}

/** The step that a code is of, near this moment. */
function stepOf(secret: string, code: string, now: Date): number | null {
  const off = totpOf(secret, '').validate({ token: code, timestamp: now.getTime(), window: STEPS_OFF })
  return off === null ? null : Math.floor(now.getTime() / 1000 / PERIOD_S) + off
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({ issuer: ISSUER, label, secret: Secret.fromBase32(secret), period: PERIOD_S })
}

export async function getSecondFactor(
  { database }: Pick<Services, 'database'>,
  session: AgentSession,
): Promise<SecondFactor> {
  const row = await readOwn(database.query, session)
  return {
    enabled: row.totp_secret !== null,
    required: await areSecondFactorsRequired({ database }),
    recoveryCodesLeft: await countRecoveryCodes(database.query, row.id),
    hasPassword: row.password_hash !== null,
  }
}

/** A secret to put into an authenticator; it counts from the first code on. */
export async function beginSecondFactor(
  { database, vault }: Parts,
  session: AgentSession,
): Promise<NewSecondFactor> {
  const row = await readOwn(database.query, session)
  if (row.totp_secret !== null) throw new ChatError('second_factor_set')
  const secret = new Secret({ size: SECRET_BYTES }).base32
  await updateAgent(database.query, row.id, { totp_pending: vault.seal(PLACE, secret) })
  return { secret, uri: totpOf(secret, row.email).toString() }
}

/** The first code shows that the authenticator has it. Devices that signed in without one are signed out. */
export async function confirmSecondFactor(
  services: Parts & Pick<Services, 'hangUp'>,
  session: AgentSession,
  code: string,
  token: string,
): Promise<RecoveryCodes> {
  const { database, clock, vault } = services
  const row = await readOwn(database.query, session)
  if (row.totp_secret !== null) throw new ChatError('second_factor_set')
  const step =
    row.totp_pending && stepOf(vault.open(PLACE, row.totp_pending), code.replace(/\s/g, ''), clock.now())
  if (step === null) throw new ChatError('second_factor_invalid')
  const codes = newCodes()
  await database.query.transaction().execute(async (trx) => {
    await updateAgent(trx, row.id, {
      totp_secret: row.totp_pending,
      totp_pending: null,
      totp_step: Number(step),
    })
    await replaceRecoveryCodes(trx, row.id, codes.map(hashCode))
  })
  await endOtherSessions(services, session, token)
  return { recoveryCodes: codes.map(inParts) }
}

/** New ones in the place of those that are left. */
export async function renewRecoveryCodes(
  services: Parts,
  session: AgentSession,
  code: string,
): Promise<RecoveryCodes> {
  const row = await readOwn(services.database.query, session)
  if (row.totp_secret === null) throw new ChatError('second_factor_missing')
  await proveSecondFactor(services, row, code)
  const codes = newCodes()
  await services.database.query
    .transaction()
    .execute((trx) => replaceRecoveryCodes(trx, row.id, codes.map(hashCode)))
  return { recoveryCodes: codes.map(inParts) }
}

export async function removeSecondFactor(
  services: Parts,
  session: AgentSession,
  code: string,
): Promise<void> {
  const row = await readOwn(services.database.query, session)
  await proveSecondFactor(services, row, code)
  await forgetSecondFactor(services, row.id)
}

/** Of somebody who has lost phone and codes. Whoever does it has made sure who asks. */
export async function resetSecondFactor(
  services: Parts,
  session: AgentSession,
  agentId: string,
): Promise<void> {
  requirePermission(session, 'agents:write')
  const row = await findAgent(services.database.query, agentId)
  if (!row) throw new ChatError('not_found', `There is no agent ${agentId}.`)
  if (agentId === session.agentId) throw new ChatError('forbidden', 'Remove your own with a code of it.')
  await forgetSecondFactor(services, agentId)
}

async function forgetSecondFactor({ database }: Pick<Services, 'database'>, agentId: string) {
  await database.query.transaction().execute(async (trx) => {
    await updateAgent(trx, agentId, { totp_secret: null, totp_pending: null, totp_step: null })
    await replaceRecoveryCodes(trx, agentId, [])
  })
}

async function readOwn(query: Queries, session: AgentSession): Promise<AgentRow> {
  const row = await findAgent(query, session.agentId)
  if (!row) throw new ChatError('unauthenticated')
  return row
}

function newCodes(): string[] {
  const character = () => RECOVERY_ALPHABET.charAt(randomInt(RECOVERY_ALPHABET.length))
  return Array.from({ length: RECOVERY_CODES }, () =>
    Array.from({ length: RECOVERY_PARTS * RECOVERY_PART }, character).join(''),
  )
}

function inParts(code: string): string {
  return Array.from({ length: RECOVERY_PARTS }, (_, part) =>
    code.slice(part * RECOVERY_PART, (part + 1) * RECOVERY_PART),
  ).join('-')
}

function hashCode(code: string): Buffer {
  return createHash('sha256').update(`recovery:${code}`).digest()
}
