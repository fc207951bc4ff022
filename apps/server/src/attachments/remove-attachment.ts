import type { Services } from '../services.ts'
import { deleteAttachment } from './attachment-store.ts'

/** Removes an upload that nothing names any more, by its address. */
export async function removeAttachment(
  { database, files }: Pick<Services, 'database' | 'files'>,
  url: string,
): Promise<void> {
  const id = url.split('/')[2] ?? ''
  if (await deleteAttachment(database.query, id)) await files.remove(id)
}
