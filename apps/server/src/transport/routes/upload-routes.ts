import { agent, ChatError, upload } from '@biometrics/chat-protocol'
import fastifyStatic from '@fastify/static'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { removePicture, setPicture } from '../../agents/set-picture.ts'
import { findUpload } from '../../attachments/find-upload.ts'
import { INLINE_TYPES, storeAttachment } from '../../attachments/store-attachment.ts'
import type { Services } from '../../services.ts'
import { authenticate, authenticateAsAgent, sessionIfAny } from '../authenticate.ts'
import { guardUpload } from '../guard-routes.ts'
import { failure, type Routes } from './routes.ts'

/** Who keeps a file for how long: a year; a day, and another link is another address; nobody who has not asked again. */
const KEPT = {
  everybody: 'public, max-age=31536000, immutable',
  link: 'private, max-age=86400, immutable',
  session: 'private, no-cache',
} as const

/** Given twice it is none. */
const link = z.looseObject({ until: z.unknown().optional(), signature: z.unknown().optional() })

/** The one file of a form. */
async function fileIn(request: FastifyRequest) {
  const part = await request.file()
  if (part?.fieldname !== 'file') {
    throw new ChatError('invalid_payload', 'file: is missing.', {
      fields: [{ path: 'file', message: 'is missing' }],
    })
  }
  return part
}

export function uploadRoutes(routes: Routes, services: Services): void {
  routes.post(
    '/uploads',
    {
      schema: {
        tags: ['Uploads'],
        summary: 'Upload a file',
        description:
          'Multipart, one file in the field `file`, at most 10 MB; with a visitor’s or an agent’s token. The `url` is for a message; whoever has it can read the file for a day (`FILE_LINK_HOURS`), and messages bring it anew. After that it answers to agents, and to the visitor in whose conversation it stands, with their token; to others with 401 or 404.',
        consumes: ['multipart/form-data'],
        response: { 201: upload, ...failure },
      },
    },
    async (request, reply) => {
      const session = await authenticate(services, request, 'uploads:write')
      await guardUpload(services, request, session)
      const part = await fileIn(request)
      reply.code(201)
      const isTruncated = () => part.file.truncated
      const stored = await storeAttachment(services, session, part.file, part.filename, isTruncated)
      return { ...stored, url: services.fileLinks.sign(stored.url) }
    },
  )
  routes.put(
    '/me/picture',
    {
      schema: {
        tags: ['Agents'],
        summary: 'Set your own picture',
        description: 'Multipart, one picture in the field `file`. It is cut to a square of 160 pixels.',
        consumes: ['multipart/form-data'],
        response: { 200: z.object({ agent }), ...failure },
      },
    },
    async (request) => {
      const session = await authenticateAsAgent(services, request)
      const part = await fileIn(request)
      const isTruncated = () => part.file.truncated
      return { agent: await setPicture(services, session, part.file, part.filename, isTruncated) }
    },
  )
  routes.delete(
    '/me/picture',
    {
      schema: {
        tags: ['Agents'],
        summary: 'Remove it',
        response: { 200: z.object({ agent }), ...failure },
      },
    },
    async (request) => {
      const session = await authenticateAsAgent(services, request)
      return { agent: await removePicture(services, session) }
    },
  )
}

/** The files themselves. What may be kept, and by whom, follows from who may see it. */
export async function fileRoutes(routes: Routes, services: Services): Promise<void> {
  await routes.register(fastifyStatic, { root: services.files.folder, serve: false })
  routes.get(
    '/uploads/:key/:name',
    { schema: { hide: true, params: z.object({ key: z.string(), name: z.string() }), querystring: link } },
    async (request, reply) => {
      const { file, shownTo } = await findUpload(services, request.params.key, {
        link: request.query,
        session: () => sessionIfAny(services, request),
      })
      const disposition = INLINE_TYPES.has(file.mime_type) ? 'inline' : 'attachment'
      const name = encodeURIComponent(file.name).replace(/['()*]/g, escapeByte)
      return reply
        .header('content-disposition', `${disposition}; filename*=UTF-8''${name}`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('cross-origin-resource-policy', shownTo === 'session' ? 'same-origin' : 'cross-origin')
        .header('cache-control', KEPT[shownTo])
        .type(file.mime_type)
        .sendFile(file.id, { cacheControl: false, contentType: false })
    },
  )
}

/** RFC 8187 leaves fewer characters bare than `encodeURIComponent`. */
function escapeByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}
