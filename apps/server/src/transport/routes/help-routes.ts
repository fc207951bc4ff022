import { articleImport, articleImportReply, helpReply, helpSearch, id } from '@biometrics/chat-protocol'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { HELP_STYLES, helpArticlePage, helpListPage, type HelpSite } from '../../articles/help-page.ts'
import { importArticles } from '../../articles/manage-articles.ts'
import { readHelp, requireApp, searchHelp } from '../../articles/search-help.ts'
import type { Services } from '../../services.ts'
import { authorise } from '../authenticate.ts'
import { failure, type Routes } from './routes.ts'

const oneApp = z.object({ appId: z.string() })
/** No script at all: what an article says is text, pictures and links. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' https:; form-action 'self'; base-uri 'none'; frame-ancestors *"
const IMPORT_BYTES = 8 * 1024 * 1024

/** The help page that everybody may read. */
export function helpRoutes(routes: Routes, services: Services): void {
  routes.get('/help.css', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=300').send(HELP_STYLES),
  )
  routes.get(
    '/help/:appId',
    { schema: { hide: true, params: oneApp, querystring: helpSearch } },
    async (request, reply) => {
      const { appId } = request.params
      const site = siteOf(await requireApp(services, appId))
      const items = await searchHelp(services, appId, request.query.q)
      return send(reply, helpListPage(site, request.query.q.trim(), items))
    },
  )
  routes.get(
    '/help/:appId/:articleId',
    { schema: { hide: true, params: oneApp.extend({ articleId: id }) } },
    async (request, reply) => {
      const { app, article } = await readHelp(services, request.params.appId, request.params.articleId)
      const site = siteOf({ ...app, language: article.language ?? app.language })
      return send(reply, helpArticlePage(site, article.title, article.body))
    },
  )
}

export function articleRoutes(routes: Routes, services: Services): void {
  routes.get(
    '/help/:appId/search',
    {
      schema: {
        tags: ['Articles'],
        summary: "Search an app's published articles",
        description: 'For everybody; without words it lists them. `url` leads to the help page.',
        security: [],
        params: oneApp,
        querystring: helpSearch,
        response: { 200: helpReply, ...failure },
      },
    },
    async (request) => ({ items: await searchHelp(services, request.params.appId, request.query.q) }),
  )
  routes.post(
    '/articles/import',
    {
      bodyLimit: IMPORT_BYTES,
      schema: {
        tags: ['Articles'],
        summary: 'Import articles',
        description:
          'Markdown (`.md`), question–answer pairs (`.csv` with the columns `question`, `answer` and, if wanted, `title`, `language`) and saved pages (`.html`). A file that cannot be read is named in `problems` and keeps no other one out.',
        body: articleImport,
        response: { 200: articleImportReply, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'articles:write')
      return importArticles(services, request.body)
    },
  )
}

function siteOf(app: { app_id: string; name: string; color: string; language: string | null }): HelpSite {
  return { appId: app.app_id, name: app.name, color: app.color, language: app.language ?? 'en' }
}

function send(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .header('content-security-policy', POLICY)
    .header('cache-control', 'no-cache')
    .type('text/html; charset=utf-8')
    .send(html)
}
