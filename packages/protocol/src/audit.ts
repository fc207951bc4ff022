import { z } from 'zod'
import { id, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { list, listQuery } from './rest.ts'
import { text } from './text.ts'

/** What is written down of who did what to the installation. Content of conversations never is. */
export const AUDIT_ACTIONS = [
  'sign-in',
  'sign-in.failed',
  'sign-out',
  'session.ended',
  'password.changed',
  'password.link-made',
  'second-factor.changed',
  'second-factor.reset',
  'installation.set-up',
  'agent.added',
  'agent.changed',
  'agent.removed',
  'group.added',
  'group.changed',
  'group.removed',
  'app.added',
  'app.changed',
  'app.removed',
  'app.secret-changed',
  'calendar.added',
  'calendar.changed',
  'calendar.removed',
  'bot.changed',
  'model.changed',
  'settings.changed',
  'api-key.added',
  'api-key.changed',
  'api-key.removed',
  'webhook.added',
  'webhook.changed',
  'webhook.removed',
  'report.exported',
  'person.read',
  'person.exported',
  'person.erased',
  'audit.exported',
  'refused',
] as const
export const auditAction = z.enum(AUDIT_ACTIONS)
export type AuditAction = z.infer<typeof auditAction>

export const auditEntry = z
  .object({
    seq: z.number().int(),
    at: timestamp,
    actor: z.object({
      kind: z.enum(['agent', 'key', 'system']),
      id: id.nullable(),
      name: z.string().nullable().describe('at that time'),
    }),
    address: z.string().nullable(),
    action: auditAction,
    objectId: z.string().nullable().describe('what it was done to'),
    detail: z.record(z.string(), z.unknown()).describe('which fields were changed, for example'),
    hash: z.string().describe('hex; SHA-256 over the hash before and this entry'),
  })
  .meta({ id: 'AuditEntry' })

const filters = {
  action: auditAction.optional(),
  actorId: id.optional(),
  objectId: text(LIMITS.nameLength, 1).optional(),
  from: timestamp.optional(),
  to: timestamp.optional(),
}
export const auditQuery = listQuery.extend(filters)
export const auditExportQuery = z.strictObject(filters)
export const auditPage = list(auditEntry)
export const auditVerification = z
  .object({
    entries: z.number().int(),
    head: z
      .string()
      .nullable()
      .describe('`seq:hash` of the newest: whoever keeps it elsewhere can show later that it is still there'),
    firstBroken: z
      .number()
      .int()
      .nullable()
      .describe('the first entry that is not as it was written, or is missing'),
  })
  .meta({ id: 'AuditVerification' })

export type AuditEntry = z.infer<typeof auditEntry>
export type AuditVerification = z.infer<typeof auditVerification>
