import { apiKey, apiKeyChange, newApiKey, newApiKeyReply } from '@biometrics/chat-protocol'
import {
  addApiKey,
  changeApiKey,
  getApiKey,
  listApiKeys,
  removeApiKey,
} from '../../api-keys/manage-api-keys.ts'
import { requireFresh } from '../../agents/prove-again.ts'
import type { Services } from '../../services.ts'
import { tokenOf } from '../authenticate.ts'
import { resource } from './resource.ts'
import type { Routes } from './routes.ts'

/** Keys for programs: `Authorization: Bearer key_…`. */
export function apiKeyRoutes(routes: Routes, services: Services): void {
  resource(routes, services, {
    path: '/api-keys',
    tag: 'API keys',
    one: apiKey,
    create: newApiKey,
    added: newApiKeyReply,
    change: apiKeyChange,
    read: 'api-keys:read',
    write: 'api-keys:write',
    list: (after, limit) => listApiKeys(services, after, limit),
    get: (id) => getApiKey(services, id),
    add: async (body, session, request) => {
      await requireFresh(services, session, tokenOf(request) ?? '')
      return addApiKey(services, session, body)
    },
    edit: async (session, id, body, request) => {
      await requireFresh(services, session, tokenOf(request) ?? '')
      return changeApiKey(services, id, body)
    },
    remove: (_session, id) => removeApiKey(services, id),
  })
}
