import type { AuditAction } from '@biometrics/chat-protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { record } from '../audit/record.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'

/** What is written down when it is done over REST. A write that has no line here is named in the test that reads this table. */
export const AUDITED: Readonly<Record<string, AuditAction>> = {
  'POST /auth/logout': 'sign-out',
  'DELETE /me/sessions': 'session.ended',
  'DELETE /me/sessions/:id': 'session.ended',
  'POST /me/password': 'password.changed',
  'PUT /me/second-factor': 'second-factor.changed',
  'POST /me/second-factor/recovery-codes': 'second-factor.changed',
  'POST /me/second-factor/removal': 'second-factor.changed',
  'DELETE /agents/:id/sessions': 'session.ended',
  'DELETE /agents/:id/second-factor': 'second-factor.reset',
  'POST /agents/:id/link': 'password.link-made',
  'POST /agents': 'agent.added',
  'PATCH /agents/:id': 'agent.changed',
  'DELETE /agents/:id': 'agent.removed',
  'POST /groups': 'group.added',
  'PATCH /groups/:id': 'group.changed',
  'DELETE /groups/:id': 'group.removed',
  'POST /apps': 'app.added',
  'PATCH /apps/:id': 'app.changed',
  'DELETE /apps/:id': 'app.removed',
  'POST /apps/:id/identity-secret': 'app.secret-changed',
  'DELETE /apps/:id/identity-secret/previous': 'app.secret-changed',
  'POST /calendars': 'calendar.added',
  'PATCH /calendars/:id': 'calendar.changed',
  'DELETE /calendars/:id': 'calendar.removed',
  'PATCH /apps/:id/bot': 'bot.changed',
  'PUT /apps/:id/bot/webhook': 'bot.changed',
  'POST /apps/:id/bot/webhook/secret': 'bot.changed',
  'POST /apps/:id/bot/flow/publish': 'bot.changed',
  'POST /apps/:id/bot/flow/versions/:version/restore': 'bot.changed',
  'PUT /apps/:id/model': 'model.changed',
  'DELETE /apps/:id/model': 'model.changed',
  'PATCH /settings': 'settings.changed',
  'PUT /targets': 'settings.changed',
  'POST /api-keys': 'api-key.added',
  'PATCH /api-keys/:id': 'api-key.changed',
  'DELETE /api-keys/:id': 'api-key.removed',
  'POST /webhooks': 'webhook.added',
  'PATCH /webhooks/:id': 'webhook.changed',
  'DELETE /webhooks/:id': 'webhook.removed',
  'POST /webhooks/:id/secret': 'webhook.changed',
  'GET /reports/breakdown.csv': 'report.exported',
  'GET /reports/conversations.csv': 'report.exported',
  'GET /reports/staffing.csv': 'report.exported',
  'GET /people/:id/export': 'person.exported',
  'GET /audit.csv': 'audit.exported',
  'GET /audit.json': 'audit.exported',
}

/** Fields whose new value says what was done; of all others only the name is kept. */
const TELLING = ['role', 'reach', 'active', 'scopes', 'identityPolicy', 'requireSecondFactor', 'kind']
const FIRST_FAILURE = 400
const FORBIDDEN = 403
const PREFIX = '/api/v1'

const actors = new WeakMap<FastifyRequest, AgentSession>()

/** Whoever was let in by `authenticate`. */
export function noteActor(request: FastifyRequest, session: AgentSession): void {
  actors.set(request, session)
}

/** Before the answer goes out: what cannot be written down is an error, and is not told as done. */
export function auditRoutes(routes: FastifyInstance, services: Services): void {
  routes.addHook('onSend', async (request, reply, payload) => {
    const actor = actors.get(request)
    if (!actor) return
    const operation = `${request.method} ${request.routeOptions.url?.replace(PREFIX, '')}`
    const action = AUDITED[operation]
    const address = request.ip
    if (reply.statusCode < FIRST_FAILURE && action) {
      const detail = detailOf(request.body)
      // Once: an error in here would be sent, and come by again.
      actors.delete(request)
      await record(services, actor, { action, objectId: objectOf(request, payload), detail, address })
    } else if (reply.statusCode === FORBIDDEN && (await isToBeNoted(services, actor))) {
      actors.delete(request)
      await record(services, actor, { action: 'refused', detail: { operation }, address })
    }
  })
}

/** Somebody who tries everything fills no disk. */
async function isToBeNoted({ limiter, limits }: Services, { agentId }: AgentSession): Promise<boolean> {
  return (await limiter.take(limits.refusalsNoted, agentId)) === 0
}

function objectOf({ params }: FastifyRequest, payload: unknown): string | null {
  const { id } = params as { id?: string }
  if (id !== undefined || typeof payload !== 'string' || !payload.startsWith('{')) return id ?? null
  const answer: { id?: unknown } = JSON.parse(payload)
  return typeof answer.id === 'string' ? answer.id : null
}

function detailOf(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null) return {}
  const told = Object.entries(body).filter(([name, value]) => TELLING.includes(name) && value !== undefined)
  return { fields: Object.keys(body).sort(), ...Object.fromEntries(told) }
}
