import type { Queries } from '../database/database.ts'
import type { NewMessageRow, StoredAs } from './message-row.ts'
import { insertMessage } from './message-store.ts'
import { refuseUnstored } from './new-message-row.ts'

/** A message that a transaction stored beside other things; announce it after commit. */
export interface Appended {
  message: NewMessageRow
  stored: StoredAs & { outcome: 'stored' | 'repeated' }
}

/** Stores one message inside a transaction that does more; everything is undone when it is refused. */
export async function appendMessage(trx: Queries, message: NewMessageRow): Promise<Appended> {
  return { message, stored: refuseUnstored(await insertMessage(trx, message), message) }
}
