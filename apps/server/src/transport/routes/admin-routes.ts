import {
  agent,
  agentChange,
  app,
  appChange,
  article,
  articleChange,
  calendar,
  calendarChange,
  group,
  groupChange,
  newAgentReply,
  newAgentRequest,
  newApp,
  newArticle,
  newCalendar,
  newGroup,
} from '@biometrics/chat-protocol'
import { requireFresh } from '../../agents/prove-again.ts'
import { inviteAgent } from '../../agents/invite-agent.ts'
import { mailLanguageOf } from '../../agents/mails.ts'
import { changeAgent, changesAccess, getAgent, listAgents, removeAgent } from '../../agents/manage-agents.ts'
import {
  addApp,
  changeApp,
  endPreviousIdentitySecret,
  getApp,
  listApps,
  removeApp,
  rotateIdentitySecret,
} from '../../apps/manage-apps.ts'
import {
  addCalendar,
  changeCalendar,
  getCalendar,
  listCalendars,
  removeCalendar,
} from '../../calendars/manage-calendars.ts'
import {
  addArticle,
  changeArticle,
  getArticle,
  listArticles,
  removeArticle,
} from '../../articles/manage-articles.ts'
import { addGroup, changeGroup, getGroup, listGroups, removeGroup } from '../../groups/manage-groups.ts'
import type { Services } from '../../services.ts'
import { mayDo } from '../../rights.ts'
import { authenticateForAgentChange, authorise, tokenOf } from '../authenticate.ts'
import { resource } from './resource.ts'
import { failure, oneId, type Routes } from './routes.ts'

/** The five routes of a thing that admins keep and agents read. */
export function adminRoutes(routes: Routes, services: Services): void {
  resource(routes, services, {
    path: '/agents',
    tag: 'Agents',
    one: agent,
    create: newAgentRequest,
    added: newAgentReply,
    change: agentChange,
    read: 'agents:read',
    write: 'agents:write',
    // People change themselves; the action says what of themselves.
    editor: authenticateForAgentChange,
    list: (after, limit) => listAgents(services, after, limit),
    get: (id) => getAgent(services, id),
    add: async (body, session, request) => {
      await requireFresh(services, session, tokenOf(request) ?? '')
      return inviteAgent(services, body, mailLanguageOf(request.headers['accept-language']))
    },
    edit: async (session, id, body, request) => {
      if (mayDo(session, 'agents:write') && (await changesAccess(services, id, body)))
        await requireFresh(services, session, tokenOf(request) ?? '')
      return changeAgent(services, session, id, body)
    },
    remove: (session, id) => removeAgent(services, session, id),
  })
  resource(routes, services, {
    path: '/groups',
    tag: 'Groups',
    one: group,
    create: newGroup,
    change: groupChange,
    read: 'groups:read',
    write: 'groups:write',
    list: (after, limit) => listGroups(services, after, limit),
    get: (id) => getGroup(services, id),
    add: (body) => addGroup(services, body),
    edit: (_session, id, body) => changeGroup(services, id, body),
    remove: (_session, id) => removeGroup(services, id),
  })
  resource(routes, services, {
    path: '/calendars',
    tag: 'Calendars',
    one: calendar,
    create: newCalendar,
    change: calendarChange,
    read: 'calendars:read',
    write: 'calendars:write',
    list: (after, limit) => listCalendars(services, after, limit),
    get: (id) => getCalendar(services, id),
    add: (body) => addCalendar(services, body),
    edit: (_session, id, body) => changeCalendar(services, id, body),
    remove: (_session, id) => removeCalendar(services, id),
  })
  resource(routes, services, {
    path: '/articles',
    tag: 'Articles',
    one: article,
    create: newArticle,
    change: articleChange,
    read: 'articles:read',
    write: 'articles:write',
    list: (after, limit) => listArticles(services, after, limit),
    get: (id) => getArticle(services, id),
    add: (body) => addArticle(services, body),
    edit: (_session, id, body) => changeArticle(services, id, body),
    remove: (_session, id) => removeArticle(services, id),
  })
  resource(routes, services, {
    path: '/apps',
    tag: 'Apps',
    one: app,
    create: newApp,
    change: appChange,
    read: 'apps:read',
    write: 'apps:write',
    list: (after, limit) => listApps(services, after, limit),
    get: (id) => getApp(services, id),
    add: (body) => addApp(services, body),
    edit: (_session, id, body) => changeApp(services, id, body),
    remove: (_session, id) => removeApp(services, id),
  })
  const answersApp = { schema: { tags: ['Apps'], params: oneId, response: { 200: app, ...failure } } }
  routes.post(
    '/apps/:id/identity-secret',
    {
      schema: {
        ...answersApp.schema,
        summary: 'Give it a new identity secret',
        description: 'The one before proves as much, until it is ended.',
      },
    },
    async (request) => {
      await authorise(services, request, 'apps:write')
      return rotateIdentitySecret(services, request.params.id)
    },
  )
  routes.delete(
    '/apps/:id/identity-secret/previous',
    { schema: { ...answersApp.schema, summary: 'End the identity secret before' } },
    async (request) => {
      await authorise(services, request, 'apps:write')
      return endPreviousIdentitySecret(services, request.params.id)
    },
  )
}
