import type {
  BehindQuery,
  BreakdownBy,
  Distribution,
  ReportConversation,
  ReportQuery,
  ReportRow,
} from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { type Cell, writeCsv } from '../csv/write-csv.ts'
import { readBehind } from './list-behind.ts'
import { readBreakdown } from './read-breakdown.ts'

/** More rows than a spreadsheet is of use for. */
const ROWS_MAX = 100_000
const PAGE = 200

const TIMES = ['waitTime', 'firstResponse', 'chatDuration'] as const

/** The breakdown as a table: each figure with how many it is made of. */
export async function exportBreakdown(
  services: Pick<Services, 'database'>,
  query: ReportQuery & { by: BreakdownBy },
): Promise<string> {
  const { items } = await readBreakdown(services, query)
  const header = [
    query.by,
    'id',
    'started',
    'closed',
    'resolved',
    'resolutionRate',
    'abandoned',
    'rated',
    'csat',
    ...TIMES.flatMap((name) => ['n', 'mean', 'median', 'p90'].map((part) => `${name}.${part}`)),
  ]
  return writeCsv([header, ...items.map(breakdownLine)])
}

function breakdownLine(row: ReportRow): Cell[] {
  return [
    row.label,
    row.key,
    row.started,
    row.closed,
    row.resolutionRate.n,
    row.resolutionRate.value,
    row.abandoned.n,
    row.csat.of,
    row.csat.value,
    ...TIMES.flatMap((name) => distributionCells(row[name])),
  ]
}

function distributionCells({ n, mean, median, p90 }: Distribution): Cell[] {
  return [n, mean, median, p90]
}

const COLUMNS = {
  conversationId: (row) => row.conversationId,
  episode: (row) => row.episode,
  startedAt: (row) => row.startedAt,
  closedAt: (row) => row.closedAt,
  visitor: (row) => row.visitor,
  group: (row) => row.group,
  agent: (row) => row.agent,
  tags: (row) => row.tags.join(' '),
  closedBy: (row) => row.closedBy,
  resolved: (row) => row.isResolved,
  abandoned: (row) => row.isAbandoned,
  waitTime: (row) => row.waitTime,
  firstResponse: (row) => row.firstResponse,
  chatDuration: (row) => row.chatDuration,
  messages: (row) => row.messages,
  rating: (row) => row.rating,
  comment: (row) => row.comment,
} satisfies Record<string, (row: ReportConversation) => Cell>

/** The conversations behind a figure, a line for each. */
export async function exportBehind(
  services: Pick<Services, 'database'>,
  session: AgentSession,
  query: BehindQuery,
): Promise<string> {
  const lines: Cell[][] = [Object.keys(COLUMNS)]
  let cursor: string | undefined
  do {
    const page = await readBehind(services, session, { ...query, limit: PAGE, cursor })
    lines.push(...page.items.map((row) => Object.values(COLUMNS).map((column) => column(row))))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined && lines.length <= ROWS_MAX)
  return writeCsv(lines)
}
