import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { access, constants, mkdir, rename, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ChatError } from '@biometrics/chat-protocol'

/** Files on disk, by id; a file is at its place only when it is whole. */
export interface FileStore {
  /** Where the files lie. */
  readonly folder: string
  /** Streams to a temporary file and returns its path; refuses while the disk is nearly full. */
  receive(source: Readable): Promise<string>
  keep(temporary: string, id: string): Promise<void>
  discard(temporary: string): Promise<void>
  /** Removes a file that was kept. */
  remove(id: string): Promise<void>
  /** Rejects when nothing can be written. */
  check(): Promise<void>
}

/** Uploads leave this much of the disk to the database and to whatever else lives on it, bytes. */
export const KEPT_FREE_BYTES = 256 * 1024 * 1024

export async function openFileStore(folder: string, keptFreeBytes = KEPT_FREE_BYTES): Promise<FileStore> {
  const incoming = join(folder, 'incoming')
  // What a killed server left half received belongs to nobody.
  await rm(incoming, { recursive: true, force: true })
  await mkdir(incoming, { recursive: true })
  return {
    folder,
    async receive(source) {
      const { bavail, bsize } = await statfs(folder)
      if (bavail * bsize < keptFreeBytes) {
        // What comes is read to its end, or the sender would not hear the answer.
        source.resume()
        throw new ChatError('storage_full')
      }
      const temporary = join(incoming, randomUUID())
      try {
        await pipeline(source, createWriteStream(temporary, { flags: 'wx', mode: 0o600 }))
      } catch (error) {
        await rm(temporary, { force: true })
        throw isFull(error) ? new ChatError('storage_full', undefined, { cause: error }) : error
      }
      return temporary
    },
    keep: (temporary, id) => rename(temporary, join(folder, id)),
    discard: (temporary) => rm(temporary, { force: true }),
    remove: (id) => rm(join(folder, id), { force: true }),
    check: () => access(incoming, constants.W_OK),
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}
