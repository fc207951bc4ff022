import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { Schema } from './schema.ts'

/** How to reach the server: an address of its own, or the parts of one (the embedded server's socket). */
export type DatabaseConnection =
  | { connectionString: string }
  | { host: string; port: number; user: string; database: string; password?: string }

/** Ordinary queries go through Kysely; what is sent thousands of times goes through `prepared`. */
export interface Database {
  readonly query: Queries
  /** Runs a statement that PostgreSQL plans once per connection; `name` must belong to one text only. */
  prepared<Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]): Promise<Row[]>
  close(): Promise<void>
}
export type Queries = Kysely<Schema> | Transaction<Schema>

export const POOL_SIZE = 10
const CONNECT_TIMEOUT_MS = 2_000
const STATEMENT_TIMEOUT_MS = 5_000
const INT8 = 20

/** Counts and positions stay far below 2^53, so a bigint is read as a number. */
pg.types.setTypeParser(INT8, Number)

export function openDatabase(
  connection: DatabaseConnection,
  onError: (error: Error) => void = () => {},
): Database {
  const pool = new pg.Pool({
    ...connection,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'biometrics-chat',
  })
  let closing = false
  // An idle connection that breaks must not end the process; the next query opens another.
  pool.on('error', (error) => {
    // `close` resolves before the last one has gone, and a PostgreSQL that stops next is no news.
    if (!closing) onError(error)
  })
  const query = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  return {
    query,
    async prepared<Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]) {
      return (await pool.query<Row>({ name, text, values })).rows
    },
    close() {
      closing = true
      return query.destroy()
    },
  }
}
