import {
  ChatError,
  auditExportQuery,
  auditPage,
  auditQuery,
  auditVerification,
} from '@biometrics/chat-protocol'
import type { FastifyReply } from 'fastify'
import { exportAudit, listAudit, verifyAudit } from '../../audit/read-audit.ts'
import { readCursor, writeCursor } from '../../database/cursor.ts'
import { writeCsv } from '../../csv/write-csv.ts'
import type { Services } from '../../services.ts'
import { authorise } from '../authenticate.ts'
import { failure, type Routes } from './routes.ts'

const tags = ['Audit log']
const COLUMNS = [
  'seq',
  'at',
  'actor',
  'actorId',
  'actorKind',
  'address',
  'action',
  'objectId',
  'detail',
  'hash',
]

/** Who did what to the installation. */
export function auditLogRoutes(routes: Routes, services: Services): void {
  // May take long, and must take nothing from the chat.
  const patient = { ...services, database: services.reports }

  routes.get(
    '/audit',
    {
      schema: {
        tags,
        summary: 'Newest first',
        querystring: auditQuery,
        response: { 200: auditPage, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'audit:read')
      const { cursor, limit, ...filters } = request.query
      const before = cursor === undefined ? undefined : readSeq(cursor)
      const found = await listAudit(services, filters, before, limit + 1)
      const items = found.slice(0, limit)
      const last = items.at(-1)
      return { items, nextCursor: found.length > limit && last ? writeCursor([String(last.seq)]) : null }
    },
  )
  routes.get(
    '/audit/verification',
    {
      schema: {
        tags,
        summary: 'Whether every entry is as it was written',
        response: { 200: auditVerification, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'audit:read')
      return verifyAudit(patient.database.query)
    },
  )
  routes.get(
    '/audit.json',
    {
      schema: {
        tags,
        summary: 'All of it as a file',
        querystring: auditExportQuery,
        produces: ['application/json'],
      },
    },
    async (request, reply) => {
      await authorise(services, request, 'audit:read')
      const entries = await exportAudit(patient, request.query)
      return sendFile(reply, 'audit.json', 'application/json', JSON.stringify(entries))
    },
  )
  routes.get(
    '/audit.csv',
    {
      schema: { tags, summary: 'The same as a table', querystring: auditExportQuery, produces: ['text/csv'] },
    },
    async (request, reply) => {
      await authorise(services, request, 'audit:read')
      const entries = await exportAudit(patient, request.query)
      const rows = entries.map(({ actor, detail, ...entry }) => [
        entry.seq,
        entry.at,
        actor.name,
        actor.id,
        actor.kind,
        entry.address,
        entry.action,
        entry.objectId,
        JSON.stringify(detail),
        entry.hash,
      ])
      return sendFile(reply, 'audit.csv', 'text/csv', writeCsv([COLUMNS, ...rows]))
    },
  )
}

function readSeq(cursor: string): number {
  const seq = Number(readCursor(cursor, 1)[0])
  if (Number.isSafeInteger(seq)) return seq
  throw new ChatError('invalid_payload', 'The cursor is not one of this list.')
}

function sendFile(reply: FastifyReply, name: string, type: string, text: string): FastifyReply {
  return reply
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'no-store')
    .type(`${type}; charset=utf-8`)
    .send(text)
}
