import {
  behindQuery,
  behindReply,
  breakdownQuery,
  breakdownReply,
  overviewReply,
  reportQuery,
  staffingQuery,
  staffingReply,
  targetsChange,
  targetsReply,
  tilesQuery,
  tilesReply,
  liveQuery,
  occupancyQuery,
  occupancyReply,
} from '@biometrics/chat-protocol'
import type { FastifyReply } from 'fastify'
import { exportBehind, exportBreakdown } from '../../metrics/export-report.ts'
import { readBehind } from '../../metrics/list-behind.ts'
import { readBreakdown } from '../../metrics/read-breakdown.ts'
import { readOccupancy } from '../../metrics/read-occupancy.ts'
import { readOverview } from '../../metrics/read-overview.ts'
import { exportStaffing, readStaffing } from '../../metrics/read-staffing.ts'
import { readTiles } from '../../metrics/read-tiles.ts'
import { getTargets, setTargets } from '../../metrics/targets.ts'
import type { Services } from '../../services.ts'
import { authorise } from '../authenticate.ts'
import { failure, type Routes } from './routes.ts'

const tags = ['Figures']

/** Reports: what began in a range, and what became of it. */
export function reportRoutes(routes: Routes, services: Services): void {
  const patient = { ...services, database: services.reports }
  routes.get(
    '/reports/overview',
    {
      schema: {
        tags,
        summary:
          'All figures of a range beside those of the range before, its days, and the hours of the week',
        querystring: reportQuery,
        response: { 200: overviewReply, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'metrics:read')
      return readOverview(patient, request.query)
    },
  )

  routes.get(
    '/reports/breakdown',
    {
      schema: {
        tags,
        summary: 'The figures by app, group, agent, tag, language, country, or who closed it',
        querystring: breakdownQuery,
        response: { 200: breakdownReply, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'metrics:read')
      return readBreakdown(patient, request.query)
    },
  )

  routes.get(
    '/reports/breakdown.csv',
    { schema: { tags, summary: 'The same as a table', querystring: breakdownQuery, produces: ['text/csv'] } },
    async (request, reply) => {
      await authorise(services, request, 'metrics:read')
      return sendCsv(reply, request.query.by, await exportBreakdown(patient, request.query))
    },
  )

  routes.get(
    '/reports/conversations',
    {
      schema: {
        tags,
        summary: 'The conversations behind a figure, newest first',
        querystring: behindQuery,
        response: { 200: behindReply, ...failure },
      },
    },
    async (request) => {
      return readBehind(patient, await authorise(services, request, 'metrics:read'), request.query)
    },
  )

  routes.get(
    '/reports/conversations.csv',
    { schema: { tags, summary: 'The same as a table', querystring: behindQuery, produces: ['text/csv'] } },
    async (request, reply) => {
      const session = await authorise(services, request, 'metrics:read')
      return sendCsv(reply, 'conversations', await exportBehind(patient, session, request.query))
    },
  )

  routes.get(
    '/reports/occupancy',
    {
      schema: {
        tags,
        summary: 'How much of the places that each agent offered was taken',
        querystring: occupancyQuery,
        response: { 200: occupancyReply, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'metrics:read')
      return readOccupancy(patient, request.query)
    },
  )

  routes.get(
    '/reports/today',
    {
      schema: {
        tags,
        summary: 'Today so far, against the targets and against last week until the same time',
        querystring: tilesQuery,
        response: { 200: tilesReply, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'metrics:read')
      return readTiles(patient, request.query)
    },
  )

  routes.get(
    '/reports/staffing',
    {
      schema: {
        tags,
        summary: 'How many agents each half hour of the week needs, beside those who were there',
        querystring: staffingQuery,
        response: { 200: staffingReply, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'metrics:read')
      return readStaffing(patient, request.query)
    },
  )

  routes.get(
    '/reports/staffing.csv',
    { schema: { tags, summary: 'The same as a table', querystring: staffingQuery, produces: ['text/csv'] } },
    async (request, reply) => {
      await authorise(services, request, 'metrics:read')
      return sendCsv(reply, 'staffing', await exportStaffing(patient, request.query))
    },
  )

  routes.get(
    '/targets',
    {
      schema: {
        tags,
        summary: 'What is wanted, of a group or of the installation',
        querystring: liveQuery,
        response: { 200: targetsReply, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'metrics:read')
      return getTargets(services, request.query.groupId ?? null)
    },
  )

  routes.put(
    '/targets',
    {
      schema: {
        tags,
        summary: 'Want something else',
        body: targetsChange,
        response: { 200: targetsReply, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'settings:write')
      return setTargets(services, request.body)
    },
  )
}

function sendCsv(reply: FastifyReply, name: string, text: string): FastifyReply {
  return reply
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .header('cache-control', 'no-store')
    .type('text/csv; charset=utf-8')
    .send(text)
}
