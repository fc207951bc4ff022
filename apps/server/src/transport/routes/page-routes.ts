import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { ChatError } from '@biometrics/chat-protocol'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { iconOf, manifestLink, manifestOf } from '../../apps/app-manifest.ts'
import { findAppByName } from '../../apps/find-app.ts'
import type { Services } from '../../services.ts'
import { createLoader } from '../loader.ts'
import { ownConnections, standAlone } from '../security-headers.ts'
import type { Routes } from './routes.ts'

const APPS = join(import.meta.dirname, '../../../..')
const WIDGET = join(APPS, 'widget/dist')
const DASHBOARD = join(APPS, 'dashboard/dist')

const YEAR_MS = 31_536_000_000
const LOADER_MAX_AGE_S = 300
/** Long enough to open the chat again without asking; short enough for an update and for another list of origins. */
const FRAME_MAX_AGE_S = 60
/** Customers' pages are of other origins. */
const ANY_PAGE = { 'cross-origin-resource-policy': 'cross-origin', 'access-control-allow-origin': '*' }
const NEVER_STALE = { maxAge: YEAR_MS, immutable: true }

/** Nothing from elsewhere: scripts and styles are our own files, pictures may be anybody's over TLS. */
const framePolicy = (connections: string, ancestors: string) =>
  `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data: blob:; media-src 'self' https:; connect-src ${connections}; manifest-src 'self'; base-uri 'none'; form-action 'none'; ${TRUSTED_TYPES} 'none'; frame-ancestors ${ancestors}`
/** Mantine sets styles in elements, so the dashboard allows those. */
const dashboardPolicy = (connections: string) =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' https: data: blob:; font-src 'self' data:; media-src 'self'; connect-src ${connections}; frame-src 'self'; base-uri 'none'; form-action 'self'; ${TRUSTED_TYPES} default; frame-ancestors 'none'`
const previewPolicy = (connections: string) =>
  `default-src 'none'; script-src 'self'; style-src 'self'; connect-src ${connections}; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'`
/** Text becomes markup nowhere: what would turn a string into elements or scripts throws, unless one of these lets it. */
const TRUSTED_TYPES = "require-trusted-types-for 'script'; trusted-types"

const oneApp = z.object({ appId: z.string() })

/** The widget's script and frame, the demo page, the full-page chat and the dashboard. */
export async function pageRoutes(routes: Routes, services: Services): Promise<void> {
  const hidden = { schema: { hide: true } }
  await serveFolder(routes, '/widget/assets/', join(WIDGET, 'frame/assets'), ANY_PAGE)
  await serveFolder(routes, '/assets/', join(DASHBOARD, 'assets'))
  await routes.register(fastifyStatic, {
    root: WIDGET,
    serve: false,
    decorateReply: false,
    preCompressed: true,
  })

  const loader = createLoader(join(WIDGET, 'widget.js'), services)
  routes.get('/widget.js', hidden, async (request, reply) => {
    const { body, encoding, etag } = await loader(request.headers['accept-encoding'])
    reply
      .headers(ANY_PAGE)
      .header('cache-control', `public, max-age=${LOADER_MAX_AGE_S}`)
      .header('vary', 'accept-encoding')
      .header('etag', etag)
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    if (encoding !== 'identity') reply.header('content-encoding', encoding)
    return reply.type('application/javascript; charset=utf-8').send(body)
  })
  // In the dashboard, with settings that are not saved yet.
  routes.get('/widget-preview', hidden, async (request, reply) => {
    reply.header('content-security-policy', previewPolicy(ownConnections(request)))
    return sendPage(reply, join(WIDGET, 'preview.html'))
  })
  routes.get('/demo', hidden, async (_request, reply) => sendPage(reply, join(WIDGET, 'demo.html')))
  for (const path of ['/widget/:appId', '/chat/:appId'] as const) {
    routes.get(path, { schema: { hide: true, params: oneApp } }, async (request, reply) => {
      const app = await findAppByName(services.database.query, request.params.appId)
      // An unknown app gets the frame as well: it can say so to the person in front of it.
      const ancestors =
        app && app.allowed_origins.length > 0 ? `'self' ${app.allowed_origins.join(' ')}` : '*'
      // A page that isolates itself may still frame it.
      reply
        .header('content-security-policy', framePolicy(ownConnections(request), ancestors))
        .header('cross-origin-resource-policy', 'cross-origin')
      const html = await readPage(join(WIDGET, 'frame/frame.html'))
      const page = path.startsWith('/chat/')
        ? html.replace('</title>', `</title>\n    ${manifestLink(request.params.appId)}`)
        : html
      reply
        .header('cache-control', `max-age=${FRAME_MAX_AGE_S}`)
        .header('vary', 'accept-encoding')
        .type('text/html; charset=utf-8')
      if (!/\bbr\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(page)
      return reply.header('content-encoding', 'br').send(brotliCompressSync(page))
    })
  }
  routes.get(
    '/chat/:appId/manifest.webmanifest',
    { schema: { hide: true, params: oneApp } },
    async (request, reply) => {
      const app = await findAppByName(services.database.query, request.params.appId)
      if (!app) throw new ChatError('not_found', 'There is no such app.')
      reply.header('cache-control', 'no-cache').type('application/manifest+json')
      return JSON.stringify(manifestOf(app))
    },
  )
  routes.get('/chat/:appId/icon.svg', { schema: { hide: true, params: oneApp } }, async (request, reply) => {
    const app = await findAppByName(services.database.query, request.params.appId)
    if (!app) throw new ChatError('not_found', 'There is no such app.')
    return reply.header('cache-control', 'no-cache').type('image/svg+xml').send(iconOf(app))
  })
  routes.get('/', hidden, async (request, reply) => sendDashboard(request, reply))
}

export function sendDashboard(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  standAlone(reply)
  reply.header('content-security-policy', dashboardPolicy(ownConnections(request)))
  return sendPage(reply, join(DASHBOARD, 'index.html'))
}

async function serveFolder(
  routes: Routes,
  prefix: string,
  root: string,
  headers: Record<string, string> = {},
): Promise<void> {
  if (!existsSync(root)) return
  await routes.register(fastifyStatic, {
    root,
    prefix,
    decorateReply: false,
    preCompressed: true,
    ...NEVER_STALE,
    setHeaders: (reply) => void reply.headers(headers),
  })
}

async function sendPage(reply: FastifyReply, path: string): Promise<FastifyReply> {
  const html = await readPage(path)
  return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(html)
}

async function readPage(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => {
    throw new ChatError('not_found', 'This page is not built; run npm run build.')
  })
}
