import { ChatError, webhookEvent } from '@biometrics/chat-protocol'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import type { Services } from '../services.ts'
import { type HttpServer, sendProblem } from './http-server.ts'
import { auditRoutes } from './audited.ts'
import { guardRoutes } from './guard-routes.ts'
import { accountRoutes } from './routes/account-routes.ts'
import { adminRoutes } from './routes/admin-routes.ts'
import { apiKeyRoutes } from './routes/api-key-routes.ts'
import { assistRoutes } from './routes/assist-routes.ts'
import { cannedRoutes } from './routes/canned-routes.ts'
import { deskRoutes } from './routes/desk-routes.ts'
import { botRoutes } from './routes/bot-routes.ts'
import { flowRoutes } from './routes/flow-routes.ts'
import { outsideBotRoutes } from './routes/outside-bot-routes.ts'
import { auditLogRoutes } from './routes/audit-routes.ts'
import { authRoutes } from './routes/auth-routes.ts'
import { calendarRoutes } from './routes/calendar-routes.ts'
import { conversationRoutes } from './routes/conversation-routes.ts'
import { articleRoutes, helpRoutes } from './routes/help-routes.ts'
import { healthRoutes } from './routes/health-routes.ts'
import { mentionRoutes } from './routes/mention-routes.ts'
import { metricsRoutes } from './routes/metrics-routes.ts'
import { modelRoutes } from './routes/model-routes.ts'
import { oidcRoutes } from './routes/oidc-routes.ts'
import { pageRoutes, sendDashboard } from './routes/page-routes.ts'
import { privacyRoutes } from './routes/privacy-routes.ts'
import { type Prometheus, prometheusRoute } from './routes/prometheus-route.ts'
import { reportRoutes } from './routes/report-routes.ts'
import { routingRoutes } from './routes/routing-routes.ts'
import { searchRoutes } from './routes/search-routes.ts'
import { fileRoutes, uploadRoutes } from './routes/upload-routes.ts'
import { tagRoutes } from './routes/tag-routes.ts'
import { visitorProfileRoutes } from './routes/visitor-profile-routes.ts'
import { visitorRoutes } from './routes/visitor-routes.ts'
import { webhookRoutes } from './routes/webhook-routes.ts'

/** What is sent to the addresses under `/webhooks`; `WebhookPayload` is among the schemas like all shapes. */
function describeWebhooks() {
  const schema = { $ref: '#/components/schemas/WebhookPayload' }
  const post = (event: string) => ({
    post: {
      summary: event,
      requestBody: { content: { 'application/json': { schema } } },
      responses: { '2XX': { description: 'Taken; any other answer is a failure, and it is sent again.' } },
    },
  })
  return Object.fromEntries(webhookEvent.options.map((event) => [event, post(event)]))
}

/** Every address of the server; the description at `/api/openapi.json` is made from the same schemas. */
export async function registerApi(
  fastify: HttpServer,
  services: Services,
  prometheus: Prometheus,
): Promise<void> {
  // A connection that is kept open for the next request would keep the process from ending.
  fastify.addHook('onSend', async (_request, reply) => {
    if (services.shutdown.hasBegun) reply.header('connection', 'close')
  })
  const routes = fastify.withTypeProvider<ZodTypeProvider>()
  await fastify.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'BIOMETRICS Live Chat',
        version: '1',
        description:
          'Errors are `application/problem+json` (RFC 9457). Lists answer `{items, nextCursor}`. Times are ISO 8601 UTC.',
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
      webhooks: describeWebhooks(),
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  await fastify.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true })

  await routes.register(
    async (api) => {
      const v1 = api.withTypeProvider<ZodTypeProvider>()
      auditRoutes(api, services)
      guardRoutes(api, services)
      visitorRoutes(v1, services)
      visitorProfileRoutes(v1, services)
      authRoutes(v1, services)
      accountRoutes(v1, services)
      oidcRoutes(v1, services)
      auditLogRoutes(v1, services)
      privacyRoutes(v1, services)
      conversationRoutes(v1, services)
      adminRoutes(v1, services)
      cannedRoutes(v1, services)
      botRoutes(v1, services)
      flowRoutes(v1, services)
      outsideBotRoutes(v1, services)
      modelRoutes(v1, services)
      assistRoutes(v1, services)
      articleRoutes(v1, services)
      routingRoutes(v1, services)
      mentionRoutes(v1, services)
      deskRoutes(v1, services)
      tagRoutes(v1, services)
      searchRoutes(v1, services)
      metricsRoutes(v1, services)
      reportRoutes(v1, services)
      calendarRoutes(v1, services)
      uploadRoutes(v1, services)
      apiKeyRoutes(v1, services)
      webhookRoutes(v1, services)
    },
    { prefix: '/api/v1' },
  )
  routes.get('/api/openapi.json', { schema: { hide: true } }, async () => fastify.swagger())
  healthRoutes(routes, services)
  prometheusRoute(routes, prometheus)
  await fileRoutes(routes, services)
  helpRoutes(routes, services)
  await pageRoutes(routes, services)

  fastify.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/'
    const isPage = request.method === 'GET' && !/^\/(api|socket\.io|uploads|widget|assets)(\/|$)/.test(path)
    if (isPage && (request.headers.accept ?? '').includes('text/html')) return sendDashboard(request, reply)
    return sendProblem(reply, new ChatError('not_found', `There is nothing at ${request.method} ${path}.`))
  })
}
