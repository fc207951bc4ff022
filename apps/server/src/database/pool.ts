import pg from 'pg'
import { type Step, trace, type Tracing } from '../tracing/tracing.ts'
import type { DatabaseConnection } from './database.ts'

export const POOL_SIZE = 10
const INT8 = 20

/** Counts and positions stay far below 2^53, so a bigint is read as a number. */
pg.types.setTypeParser(INT8, Number)

/** How long PostgreSQL may take, in milliseconds; 0 is for ever. */
export interface Patience {
  /** For a connection, a new one or one of the pool. */
  connectMs: number
  /** From asking for a connection to its return, whatever is done with it: the network may have swallowed the answer. */
  answerMs: number
  /** For one statement; PostgreSQL ends it itself, and the connection lives on. */
  statementMs: number
  /** For a row that somebody else holds. */
  lockMs: number
  /** How many connections at once, where it is not the usual number. */
  connections?: number
  /** For us, in the midst of a transaction: a node that stands still must not hold rows that others wait for. */
  idleInTransactionMs: number
}

/** Somebody waits for an answer. */
export const REQUEST: Patience = {
  connectMs: 2_000,
  answerMs: 2_500,
  statementMs: 2_400,
  lockMs: 250,
  idleInTransactionMs: 5_000,
}

/** Somebody reads a report of a year: they wait for longer, on few connections, and never on those of the chat. */
export const REPORT: Patience = {
  connectMs: 30_000,
  answerMs: 30_000,
  statementMs: 29_000,
  lockMs: 250,
  idleInTransactionMs: 5_000,
  connections: 2,
}

/** Migrations take as long as they take, and of several nodes that start at once one works and the others wait. */
export const START: Patience = {
  connectMs: 10_000,
  answerMs: 0,
  statementMs: 0,
  lockMs: 0,
  idleInTransactionMs: 0,
}

/** A connection on loan: past its time it answers nothing any more, and is destroyed instead of given back. */
export interface Loan {
  query<Row extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<pg.QueryResult<Row>>
  release(destroy?: boolean): void
}

export interface Pool {
  borrow(): Promise<Loan>
  end(): Promise<void>
}

export function openPool(
  connection: DatabaseConnection,
  patience: Patience,
  onError: (error: Error) => void,
  tracing: Tracing | null = null,
): Pool {
  const pool = new pg.Pool({
    ...connection,
    max: patience.connections ?? POOL_SIZE,
    connectionTimeoutMillis: patience.connectMs,
    statement_timeout: patience.statementMs,
    lock_timeout: patience.lockMs,
    idle_in_transaction_session_timeout: patience.idleInTransactionMs,
    application_name: 'biometrics-chat',
  })
  // An idle connection that breaks must not end the process; the next query opens another.
  pool.on('error', (error) => {
    // `end` resolves before the last one has gone, and a PostgreSQL that stops next is no news.
    if (!pool.ending) onError(error)
  })
  // One on loan may break at any moment, even before the borrower has it; who asks it then is told.
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    async borrow() {
      const due = performance.now() + patience.answerMs
      return lend(await pool.connect(), patience.answerMs === 0 ? null : due, tracing)
    },
    end: () => pool.end(),
  }
}

function lend(client: pg.PoolClient, due: number | null, tracing: Tracing | null): Loan {
  let isBroken = false
  return {
    async query<Row extends pg.QueryResultRow>(query: pg.QueryConfig) {
      const leftMs = due === null ? undefined : Math.ceil(due - performance.now())
      if (isBroken || (leftMs !== undefined && leftMs <= 0)) {
        isBroken = true
        throw new Error(TIME_IS_UP)
      }
      try {
        if (tracing === null) return await ask<Row>(client, query, leftMs)
        return await trace(tracing, stepOf(query), () => ask<Row>(client, query, leftMs))
      } catch (error) {
        // We only stop waiting; whoever had the connection next would be given the late answer's place in line.
        if (error instanceof Error && error.message === TIME_IS_UP) isBroken = true
        // Who asked says more than where the driver read the answer.
        if (error instanceof Error) Error.captureStackTrace(error)
        throw error
      }
    },
    release(destroy = false) {
      client.release(destroy || isBroken)
    },
  }
}

/**
 * The driver's own promise and time limit would keep what each statement was given until old garbage is collected: it links
 * them to the next one's, and once one is old, all after it grow old.
 */
function ask<Row extends pg.QueryResultRow>(
  client: pg.PoolClient,
  query: pg.QueryConfig,
  ms: number | undefined,
) {
  return new Promise<pg.QueryResult<Row>>((resolve, reject) => {
    const timer = ms === undefined ? undefined : setTimeout(() => reject(new Error(TIME_IS_UP)), ms)
    client.query<Row>(query, (error, result) => {
      clearTimeout(timer)
      if (error) reject(error)
      else resolve(result)
    })
  })
}

/** Values are never in the text; the beginning of it says enough. */
function stepOf({ name, text }: pg.QueryConfig): Step {
  const summary = name ?? text.trim().replaceAll(/\s+/g, ' ').slice(0, SUMMARY_LENGTH)
  return {
    name: summary,
    kind: 'client',
    facts: { 'db.system.name': 'postgresql', 'db.query.summary': summary },
  }
}
const SUMMARY_LENGTH = 60

const TIME_IS_UP = 'Query read timeout'
