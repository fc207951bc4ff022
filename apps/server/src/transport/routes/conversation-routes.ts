import {
  assignment,
  closingForm,
  conversation,
  conversationQuery,
  list,
  listQuery,
  message,
  messageQuery,
  newMessageBody,
  priority,
  snoozeBody,
  tagsBody,
  transferBody,
} from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { noteReading } from '../../conversations/note-reading.ts'
import { accessConversation } from '../../conversations/access-conversation.ts'
import { closeConversation } from '../../conversations/close-conversation.ts'
import { conversationFor } from '../../conversations/conversation-view.ts'
import { listAssignments } from '../../conversations/list-assignments.ts'
import { listConversations } from '../../conversations/list-conversations.ts'
import { prioritizeConversation } from '../../conversations/prioritize-conversation.ts'
import { releaseConversation } from '../../conversations/release-conversation.ts'
import { reopenConversation } from '../../conversations/reopen-conversation.ts'
import { snoozeConversation } from '../../conversations/snooze-conversation.ts'
import { syncConversation } from '../../conversations/sync-conversation.ts'
import { tagConversation } from '../../conversations/tag-conversation.ts'
import { takeConversation } from '../../conversations/take-conversation.ts'
import { transferConversation } from '../../conversations/transfer-conversation.ts'
import { readCursor, writeCursor } from '../../database/cursor.ts'
import { sendMessage } from '../../messages/send-message.ts'
import type { Services } from '../../services.ts'
import { authenticate, authenticateAsAgent, authorise } from '../authenticate.ts'
import { guardMessage } from '../guard-routes.ts'
import { failure, oneId, type Routes } from './routes.ts'

const tags = ['Conversations']
const answersOne = { 200: conversation, ...failure }

export function conversationRoutes(routes: Routes, services: Services): void {
  routes.get(
    '/conversations',
    {
      schema: {
        tags,
        summary: 'List conversations, newest activity first',
        description:
          'An agent sees all that they reach, a visitor their own. `status=open` is all that are not closed; `assignee` is `me`, `none` or an agent; `q` looks in name, e-mail and subject.',
        querystring: conversationQuery,
        response: { 200: list(conversation), ...failure },
      },
    },
    async (request) =>
      listConversations(services, await authenticate(services, request, 'conversations:read'), request.query),
  )

  routes.get(
    '/conversations/:id',
    { schema: { tags, summary: 'Read a conversation', params: oneId, response: answersOne } },
    async (request) => {
      const session = await authenticate(services, request, 'conversations:read')
      const row = await accessConversation(services.database, session, request.params.id)
      await noteReading(services, session, row)
      return conversationFor(services, session, row)
    },
  )

  routes.get(
    '/conversations/:id/messages',
    {
      schema: {
        tags,
        summary: 'Read messages, oldest first',
        description:
          'After `afterSeq`; with `beforeSeq` the newest below it, so that `nextCursor` leads further back. Positions are those of the reader.',
        params: oneId,
        querystring: messageQuery,
        response: { 200: list(message), ...failure },
      },
    },
    async (request) => {
      const session = await authenticate(services, request, 'conversations:read')
      const { limit, cursor, ...asked } = request.query
      const range = cursor === undefined ? asked : rangeOf(cursor)
      const page = await syncConversation(services, session, {
        conversationId: request.params.id,
        afterSeq: range.afterSeq ?? 0,
        beforeSeq: range.beforeSeq,
        limit,
      })
      return { items: page.messages, nextCursor: page.more ? cursorAfter(page.messages, range) : null }
    },
  )

  routes.post(
    '/conversations/:id/messages',
    {
      schema: {
        tags,
        summary: 'Send a message',
        description:
          'Answers after commit. The same `clientId` again is stored once and answered with the first.',
        params: oneId,
        body: newMessageBody,
        response: { 201: message, ...failure },
      },
    },
    async (request, reply) => {
      const session = await authenticate(services, request, 'conversations:write')
      await guardMessage(services, request, session)
      reply.code(201)
      const { body } = request
      return sendMessage(services, session, {
        ...body,
        conversationId: request.params.id,
        clientId: body.clientId ?? uuid(),
      })
    },
  )

  routes.put(
    '/conversations/:id/tags',
    { schema: { tags, summary: 'Replace the tags', params: oneId, body: tagsBody, response: answersOne } },
    async (request) => {
      const session = await authorise(services, request, 'conversations:write')
      return tagConversation(services, session, request.params.id, request.body.tags)
    },
  )

  routes.post(
    '/conversations/:id/take',
    { schema: { tags, summary: 'Take a conversation', params: oneId, response: answersOne } },
    async (request) =>
      takeConversation(
        services,
        await authenticateAsAgent(services, request, 'conversations:write'),
        request.params.id,
      ),
  )

  routes.post(
    '/conversations/:id/release',
    {
      schema: {
        tags,
        summary: 'Give it back to the front of its queue',
        params: oneId,
        response: answersOne,
      },
    },
    async (request) =>
      releaseConversation(
        services,
        await authorise(services, request, 'conversations:write'),
        request.params.id,
      ),
  )

  routes.post(
    '/conversations/:id/transfer',
    {
      schema: {
        tags,
        summary: 'Hand it to an agent or a group',
        params: oneId,
        body: transferBody,
        response: answersOne,
      },
    },
    async (request) => {
      const session = await authorise(services, request, 'conversations:write')
      return transferConversation(services, session, { ...request.body, conversationId: request.params.id })
    },
  )

  routes.post(
    '/conversations/:id/prioritize',
    {
      schema: {
        tags,
        summary: 'Change the priority',
        params: oneId,
        body: z.strictObject({ priority }),
        response: answersOne,
      },
    },
    async (request) => {
      const session = await authorise(services, request, 'conversations:write')
      return prioritizeConversation(services, session, request.params.id, request.body.priority)
    },
  )

  routes.post(
    '/conversations/:id/close',
    {
      schema: {
        tags,
        summary: 'Close a conversation',
        params: oneId,
        body: z.strictObject({ resolved: z.boolean().optional(), form: closingForm.optional() }).nullish(),
        response: answersOne,
      },
    },
    async (request) => {
      const session = await authenticate(services, request, 'conversations:write')
      const { resolved, form } = request.body ?? {}
      return closeConversation(services, session, request.params.id, resolved, form)
    },
  )

  routes.post(
    '/conversations/:id/snooze',
    {
      schema: {
        tags,
        summary: 'Put it aside until a moment',
        description: '`until: null` means: until the visitor writes.',
        params: oneId,
        body: snoozeBody,
        response: answersOne,
      },
    },
    async (request) => {
      const session = await authorise(services, request, 'conversations:write')
      return snoozeConversation(services, session, request.params.id, request.body.until)
    },
  )

  routes.get(
    '/conversations/:id/assignments',
    {
      schema: {
        tags,
        summary: 'Who answered for it and whose queue it was, oldest first',
        params: oneId,
        querystring: listQuery,
        response: { 200: list(assignment), ...failure },
      },
    },
    async (request) => {
      const session = await authorise(services, request, 'conversations:read')
      return listAssignments(services, session, request.params.id, request.query)
    },
  )

  routes.post(
    '/conversations/:id/reopen',
    { schema: { tags, summary: 'Reopen a closed conversation', params: oneId, response: answersOne } },
    async (request) =>
      reopenConversation(
        services,
        await authorise(services, request, 'conversations:write'),
        request.params.id,
      ),
  )
}

interface Range {
  afterSeq?: number | undefined
  beforeSeq?: number | undefined
}

/** The cursor goes on in the direction in which the first page was asked for. */
function cursorAfter(page: readonly { seq: number }[], { beforeSeq }: Range): string | null {
  const edge = beforeSeq === undefined ? page.at(-1) : page[0]
  return edge ? writeCursor([beforeSeq === undefined ? 'after' : 'before', String(edge.seq)]) : null
}

function rangeOf(cursor: string): Range {
  const [direction, seq] = readCursor(cursor, 2)
  return direction === 'before' ? { beforeSeq: Number(seq) } : { afterSeq: Number(seq) }
}
