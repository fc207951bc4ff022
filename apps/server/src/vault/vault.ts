import { createHash, createHmac, randomBytes } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import type { Queries } from '../database/database.ts'
import { StartError } from '../lifecycle/start-error.ts'
import { KEY_BYTES, openBytes, sealBytes } from './seal.ts'
import { insertVaultKey, listVaultKeys, replaceVaultKey, type VaultKeyRow } from './vault-store.ts'

/** Seals what must be kept readable for the server and for nobody who has a copy of the database. */
export interface Vault {
  /** `place` names where it is kept, such as `webhooks.secret`; what is put elsewhere does not open. */
  seal(place: string, secret: string): string
  open(place: string, sealed: string): string
  /** A key of this installation for one purpose, the same on every node. */
  derive(purpose: string): Buffer
}

/** The operator's keys; null where none is set, and then what is in the database opens what is in the database. */
export interface MasterKeys {
  current: string | null
  /** The one before, until every node has started with the current one. */
  previous: string | null
}

/**
 * Finds the keys of the database, or makes the first. They are sealed with the operator's key, so that changing that one
 * changes a row and not everything that was ever sealed. One node at a time: the caller holds the installation.
 */
export async function openVault(trx: Queries, master: MasterKeys, now: Date): Promise<Vault> {
  const known = await listVaultKeys(trx)
  const keys = new Map<string, Buffer>()
  for (const row of known) {
    const { key, isCurrent } = unwrap(row, master)
    keys.set(row.id, key)
    if (!isCurrent) await replaceVaultKey(trx, row.id, wrap(row.id, key, master))
  }
  const newest = known.at(-1)?.id
  if (newest !== undefined) return createVault(keys, newest)
  const id = uuid()
  const key = randomBytes(KEY_BYTES)
  await insertVaultKey(trx, { id, ...wrap(id, key, master), created_at: now })
  return createVault(new Map([[id, key]]), id)
}

export function createVault(keys: ReadonlyMap<string, Buffer>, newest: string): Vault {
  const keyOf = (id: string) => {
    const key = keys.get(id)
    if (!key) throw new Error(`There is no key ${id} to open a secret with.`)
    return key
  }
  return {
    seal: (place, secret) =>
      `${newest}.${sealBytes(keyOf(newest), place, Buffer.from(secret)).toString('base64url')}`,
    open(place, sealed) {
      const [id = '', bytes = ''] = sealed.split('.')
      return openBytes(keyOf(id), place, Buffer.from(bytes, 'base64url')).toString()
    },
    derive: (purpose) => createHmac('sha256', keyOf(newest)).update(purpose).digest(),
  }
}

function wrap(id: string, key: Buffer, { current }: MasterKeys): Pick<VaultKeyRow, 'key' | 'is_sealed'> {
  if (current === null) return { key, is_sealed: false }
  return { key: sealBytes(masterKey(current), id, key), is_sealed: true }
}

function unwrap(row: VaultKeyRow, { current, previous }: MasterKeys): { key: Buffer; isCurrent: boolean } {
  if (!row.is_sealed) return { key: row.key, isCurrent: current === null }
  for (const secret of [current, previous]) {
    if (secret === null) continue
    try {
      return { key: openBytes(masterKey(secret), row.id, row.key), isCurrent: secret === current }
    } catch {
      // Not this one.
    }
  }
  throw new StartError(
    current === null
      ? 'The secrets of this database are sealed with a SECRET_KEY; set the one that they were sealed with.'
      : 'The SECRET_KEY is not the one that the secrets of this database are sealed with; set that one, or set it as SECRET_KEY_PREVIOUS to change it.',
  )
}

/** The setting is long and random; see `config.ts`. */
function masterKey(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
