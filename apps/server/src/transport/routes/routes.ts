import type { IncomingMessage, ServerResponse } from 'node:http'
import { id, problem } from '@biometrics/chat-protocol'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { readCursor, writeCursor } from '../../database/cursor.ts'

/** Where routes are added: inputs are typed by their schemas. */
export type Routes = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>

export const oneId = z.object({ id })
export const failure = { '4xx': problem, '5xx': problem }

/** A page of things sorted by id: asks for one more than the page, to know whether another follows. */
export async function pageById<T extends { id: string }>(
  { cursor, limit }: { cursor?: string | undefined; limit: number },
  read: (after: string | undefined, limit: number) => Promise<T[]>,
): Promise<{ items: T[]; nextCursor: string | null }> {
  const found = await read(cursor === undefined ? undefined : readCursor(cursor, 1)[0], limit + 1)
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: found.length > limit && last ? writeCursor([last.id]) : null }
}
