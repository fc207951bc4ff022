import { Kysely, PostgresDialect, type PostgresPoolClient, type Transaction } from 'kysely'
import type pg from 'pg'
import { isStalePlan } from './errors.ts'
import { type Loan, openPool, type Patience, POOL_SIZE, REQUEST } from './pool.ts'
import type { Tracing } from '../tracing/tracing.ts'
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

export function openDatabase(
  connection: DatabaseConnection,
  onError: (error: Error) => void = () => {},
  patience: Patience = REQUEST,
  tracing: Tracing | null = null,
): Database {
  const pool = openPool(connection, patience, onError, tracing)
  const query = new Kysely<Schema>({
    dialect: new PostgresDialect({
      pool: {
        connect: async () => kyselyClient(await pool.borrow()),
        // Kysely ends only what it has used.
        end: async () => {},
        options: {},
      },
    }),
  })
  return {
    query,
    async prepared<Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]) {
      for (let left = POOL_SIZE; ; left--) {
        const loan = await pool.borrow()
        let isStale = false
        try {
          return (await loan.query<Row>({ name, text, values })).rows
        } catch (error) {
          // Nothing was done; a new connection makes a new plan.
          isStale = isStalePlan(error) && left > 0
          if (!isStale) throw error
        } finally {
          loan.release(isStale)
        }
      }
    },
    async close() {
      await query.destroy()
      await pool.end()
    },
  }
}

/** Kysely's view of a loan; its cursors are not used here. */
function kyselyClient(loan: Loan): PostgresPoolClient {
  const query = (text: string, values: readonly unknown[]) =>
    loan.query({ text, values: values as unknown[] })
  return { query: query as unknown as PostgresPoolClient['query'], release: loan.release }
}
