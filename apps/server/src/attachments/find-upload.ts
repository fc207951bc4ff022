import { ChatError } from '@biometrics/chat-protocol'
import { eyesOf } from '../reach.ts'
import { mayDo } from '../rights.ts'
import type { Services } from '../services.ts'
import type { Session } from '../session.ts'
import {
  type AttachmentRow,
  findAttachment,
  isShownToAgent,
  isShownToAll,
  isShownToVisitor,
} from './attachment-store.ts'

/** How somebody comes for a file. */
interface Asking {
  /** What stands behind the address. */
  link: { until?: unknown; signature?: unknown }
  /** Who they are; asked only where the link does not let them in. */
  session(): Promise<Session | null>
}

/** For whom a file was found, which says how long others may keep it: everybody, whoever has the link, this one. */
export interface FoundUpload {
  file: AttachmentRow
  shownTo: 'everybody' | 'link' | 'session'
}

/**
 * The only way to a file: by a link that is still good, or as somebody who may see it. Agents' pictures and what stands in
 * published articles is shown to everybody. The name in the address is for people; the id alone finds the file.
 */
export async function findUpload(
  { database, fileLinks }: Pick<Services, 'database' | 'fileLinks'>,
  id: string,
  { link, session }: Asking,
): Promise<FoundUpload> {
  const file = (await findAttachment(database.query, id)) ?? missing()
  const verdict = fileLinks.judge(id, link)
  if (verdict === 'good') return { file, shownTo: 'link' }
  if (await isShownToAll(database.query, file)) return { file, shownTo: 'everybody' }
  const reader = await session()
  if (reader === null) {
    throw new ChatError(
      'unauthenticated',
      verdict === 'expired' ? 'This link to a file has run out; open the conversation again.' : undefined,
    )
  }
  const maySee =
    reader.kind === 'agent'
      ? mayDo(reader, 'conversations:read') &&
        (reader.onlyGroups === null || (await isShownToAgent(database.query, file, eyesOf(reader))))
      : file.uploader_id === reader.visitorId ||
        (await isShownToVisitor(database.query, id, reader.visitorId))
  return maySee ? { file, shownTo: 'session' } : missing()
}

function missing(): never {
  throw new ChatError('not_found', 'There is no such file.')
}
