import { agent, ChatError, upload } from '@biometrics/chat-protocol'
import fastifyStatic from '@fastify/static'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { removePicture, setPicture } from '../../agents/set-picture.ts'
import { findUpload } from '../../attachments/find-upload.ts'
import { INLINE_TYPES, storeAttachment } from '../../attachments/store-attachment.ts'
import type { Services } from '../../services.ts'
import { authenticate, authenticateAsAgent } from '../authenticate.ts'
import { failure, type Routes } from './routes.ts'

const YEAR_SECONDS = 31_536_000

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
          'Multipart, one file in the field `file`, at most 10 MB; with a visitor’s or an agent’s token.',
        consumes: ['multipart/form-data'],
        response: { 201: upload, ...failure },
      },
    },
    async (request, reply) => {
      const session = await authenticate(services, request, 'uploads:write')
      const part = await fileIn(request)
      reply.code(201)
      return storeAttachment(services, session, part.file, part.filename, () => part.file.truncated)
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

/** The files themselves; whoever knows the address may read. */
export async function fileRoutes(routes: Routes, services: Services): Promise<void> {
  await routes.register(fastifyStatic, { root: services.files.folder, serve: false })
  routes.get(
    '/uploads/:key/:name',
    { schema: { hide: true, params: z.object({ key: z.string(), name: z.string() }) } },
    async (request, reply) => {
      const file = await findUpload(services, request.params.key)
      const disposition = INLINE_TYPES.has(file.mime_type) ? 'inline' : 'attachment'
      const name = encodeURIComponent(file.name).replace(/['()*]/g, escapeByte)
      return reply
        .header('content-disposition', `${disposition}; filename*=UTF-8''${name}`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('cross-origin-resource-policy', 'cross-origin')
        .type(file.mime_type)
        .sendFile(file.id, { maxAge: YEAR_SECONDS * 1000, immutable: true, contentType: false })
    },
  )
}

/** RFC 8187 leaves fewer characters bare than `encodeURIComponent`. */
function escapeByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}
