import type { AuditEntry, AuditVerification } from '@biometrics/chat-protocol'
import type { Queries } from '../database/database.ts'
import type { Services } from '../services.ts'
import { type AuditFilter, type AuditRow, findHash, listEntries, walkChain } from './audit-store.ts'

/** What one export holds at most; whoever wants more asks by time. */
const MOST_EXPORTED = 50_000

export interface AuditRequest {
  action?: AuditRow['action'] | undefined
  actorId?: string | undefined
  objectId?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

export async function listAudit(
  { database }: Pick<Services, 'database'>,
  request: AuditRequest,
  before: number | undefined,
  limit: number,
): Promise<AuditEntry[]> {
  return (await listEntries(database.query, filterOf(request), before, limit)).map(view)
}

/** Newest first. */
export async function exportAudit(
  { database }: Pick<Services, 'database'>,
  request: AuditRequest,
): Promise<AuditEntry[]> {
  return (await listEntries(database.query, filterOf(request), undefined, MOST_EXPORTED)).map(view)
}

/** Whether every entry is as it was written; `head` is what an earlier look has named as the newest. */
export async function verifyAudit(query: Queries, head: string | null = null): Promise<AuditVerification> {
  const { entries, last_seq, last_hash, first_broken } = await walkChain(query)
  return {
    entries,
    head: last_seq !== null && last_hash ? `${last_seq}:${last_hash.toString('hex')}` : null,
    firstBroken: first_broken ?? (await lostHead(query, head)),
  }
}

/** A log that was cut off, or written anew from some point on, hangs together; but it does not hold what was its head. */
async function lostHead(query: Queries, head: string | null): Promise<number | null> {
  if (head === null) return null
  const [seq, hash] = head.split(':')
  const found = await findHash(query, Number(seq))
  return found?.toString('hex') === hash ? null : Number(seq)
}

function filterOf({ from, to, ...rest }: AuditRequest): AuditFilter {
  return { ...rest, from: from ? new Date(from) : undefined, to: to ? new Date(to) : undefined }
}

function view(row: AuditRow): AuditEntry {
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    address: row.address,
    action: row.action,
    objectId: row.object_id,
    detail: row.detail,
    hash: row.hash.toString('hex'),
  }
}
