import {
  id,
  list,
  listQuery,
  newWebhook,
  webhook,
  webhookChange,
  webhookDelivery,
  webhookDeliveryWithBody,
  webhookWithSecret,
} from '@biometrics/chat-protocol'
import { z } from 'zod'
import type { Services } from '../../services.ts'
import { getDelivery, pingWebhook, readLog, replayDelivery } from '../../webhooks/manage-deliveries.ts'
import {
  addWebhook,
  changeWebhook,
  getWebhook,
  listWebhooks,
  removeWebhook,
  rotateSecret,
} from '../../webhooks/manage-webhooks.ts'
import { authorise } from '../authenticate.ts'
import { resource } from './resource.ts'
import { failure, oneId, pageById, type Routes } from './routes.ts'

const tags = ['Webhooks']
const oneDelivery = z.object({ id, deliveryId: id })

/** Addresses that are told what happens; how is said in docs/webhooks.md. */
export function webhookRoutes(routes: Routes, services: Services): void {
  resource(routes, services, {
    path: '/webhooks',
    tag: 'Webhooks',
    one: webhook,
    create: newWebhook,
    added: webhookWithSecret,
    change: webhookChange,
    read: 'webhooks:read',
    write: 'webhooks:write',
    list: (after, limit) => listWebhooks(services, after, limit),
    get: (webhookId) => getWebhook(services, webhookId),
    add: (body) => addWebhook(services, body),
    edit: (_session, webhookId, body) => changeWebhook(services, webhookId, body),
    remove: (_session, webhookId) => removeWebhook(services, webhookId),
  })

  routes.post(
    '/webhooks/:id/secret',
    {
      schema: {
        tags,
        summary: 'Give it a new secret',
        description:
          'Signs from now on. For 24 hours the secret before signs as well, in `x-webhook-signature-previous`.',
        params: oneId,
        response: { 200: webhookWithSecret, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'webhooks:write')
      return rotateSecret(services, request.params.id)
    },
  )

  routes.post(
    '/webhooks/:id/test',
    {
      schema: {
        tags,
        summary: 'Send a `ping`',
        params: oneId,
        response: { 202: webhookDelivery, ...failure },
      },
    },
    async (request, reply) => {
      await authorise(services, request, 'webhooks:write')
      reply.code(202)
      return pingWebhook(services, request.params.id)
    },
  )

  routes.get(
    '/webhooks/:id/deliveries',
    {
      schema: {
        tags,
        summary: 'Read its log, newest first',
        description: 'Kept for 30 days.',
        params: oneId,
        querystring: listQuery,
        response: { 200: list(webhookDelivery), ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'webhooks:read')
      return pageById(request.query, (before, limit) => readLog(services, request.params.id, before, limit))
    },
  )

  routes.get(
    '/webhooks/:id/deliveries/:deliveryId',
    {
      schema: {
        tags,
        summary: 'Read one delivery with what was sent',
        params: oneDelivery,
        response: { 200: webhookDeliveryWithBody, ...failure },
      },
    },
    async (request) => {
      // The body holds what was said.
      await authorise(services, request, 'conversations:read')
      await authorise(services, request, 'webhooks:read')
      return getDelivery(services, request.params.id, request.params.deliveryId)
    },
  )

  routes.post(
    '/webhooks/:id/deliveries/:deliveryId/replay',
    {
      schema: {
        tags,
        summary: 'Send it again',
        description: 'As a delivery of its own with the same body and the same `x-webhook-id`.',
        params: oneDelivery,
        response: { 202: webhookDelivery, ...failure },
      },
    },
    async (request, reply) => {
      await authorise(services, request, 'webhooks:write')
      reply.code(202)
      return replayDelivery(services, request.params.id, request.params.deliveryId)
    },
  )
}
