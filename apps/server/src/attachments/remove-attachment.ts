import type { Services } from '../services.ts'
import { deleteAttachment } from './attachment-store.ts'
import { idOf } from './file-links.ts'

/** Removes an upload that nothing names any more, by its address. */
export async function removeAttachment(
  { database, files }: Pick<Services, 'database' | 'files'>,
  url: string,
): Promise<void> {
  const id = idOf(url)
  if (await deleteAttachment(database.query, id)) await files.remove(id)
}
