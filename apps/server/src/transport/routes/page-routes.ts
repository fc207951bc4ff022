import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ChatError } from '@biometrics/chat-protocol'
import fastifyStatic from '@fastify/static'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { findAppByName } from '../../apps/find-app.ts'
import type { Services } from '../../services.ts'
import type { Routes } from './routes.ts'

const APPS = join(import.meta.dirname, '../../../..')
const WIDGET = join(APPS, 'widget/dist')
const DASHBOARD = join(APPS, 'dashboard/dist')

const YEAR_MS = 31_536_000_000
const LOADER_MAX_AGE_MS = 300_000
const NEVER_STALE = { maxAge: YEAR_MS, immutable: true }

/** Nothing from elsewhere: scripts and styles are our own files, pictures may be anybody's over TLS. */
const FRAME_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data: blob:; media-src 'self'; connect-src 'self' ws: wss:; manifest-src 'self'; base-uri 'none'; form-action 'none'"
/** Mantine sets styles in elements, so the dashboard allows those. */
const DASHBOARD_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' https: data: blob:; font-src 'self' data:; media-src 'self'; connect-src 'self' ws: wss:; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const oneApp = z.object({ appId: z.string() })

/** The widget's script and frame, the demo page, the full-page chat and the dashboard. */
export async function pageRoutes(routes: Routes, services: Services): Promise<void> {
  const hidden = { schema: { hide: true } }
  await serveFolder(routes, '/widget/assets/', join(WIDGET, 'frame/assets'))
  await serveFolder(routes, '/assets/', join(DASHBOARD, 'assets'))
  await routes.register(fastifyStatic, {
    root: WIDGET,
    serve: false,
    decorateReply: false,
    preCompressed: true,
  })

  routes.get('/widget.js', hidden, async (_request, reply) =>
    reply
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('access-control-allow-origin', '*')
      .sendFile('widget.js', WIDGET, { maxAge: LOADER_MAX_AGE_MS }),
  )
  routes.get('/demo', hidden, async (_request, reply) => sendPage(reply, join(WIDGET, 'demo.html')))
  for (const path of ['/widget/:appId', '/chat/:appId'] as const) {
    routes.get(path, { schema: { hide: true, params: oneApp } }, async (request, reply) => {
      const app = await findAppByName(services.database.query, request.params.appId)
      // An unknown app gets the frame as well: it can say so to the person in front of it.
      const ancestors =
        app && app.allowed_origins.length > 0 ? `'self' ${app.allowed_origins.join(' ')}` : '*'
      reply.header('content-security-policy', `${FRAME_POLICY}; frame-ancestors ${ancestors}`)
      return sendPage(reply, join(WIDGET, 'frame/frame.html'))
    })
  }
  routes.get('/', hidden, async (_request, reply) => sendDashboard(reply))
}

export function sendDashboard(reply: FastifyReply): Promise<FastifyReply> {
  reply.header('content-security-policy', DASHBOARD_POLICY)
  return sendPage(reply, join(DASHBOARD, 'index.html'))
}

async function serveFolder(routes: Routes, prefix: string, root: string): Promise<void> {
  if (!existsSync(root)) return
  await routes.register(fastifyStatic, {
    root,
    prefix,
    decorateReply: false,
    preCompressed: true,
    ...NEVER_STALE,
  })
}

async function sendPage(reply: FastifyReply, path: string): Promise<FastifyReply> {
  const html = await readFile(path).catch(() => {
    throw new ChatError('not_found', 'This page is not built; run npm run build.')
  })
  return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(html)
}
