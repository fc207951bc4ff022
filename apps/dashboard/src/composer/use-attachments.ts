import type { AgentClient } from '@biometrics/chat-client'
import { useStore } from '@biometrics/chat-client/react'
import { notifications } from '@mantine/notifications'
import type { Upload } from '@biometrics/chat-protocol'
import { useTranslation } from '../i18n/use-translation.ts'
import { useClient } from '../session/use-client.ts'
import { ATTACHMENTS_MAX, type Attachment, type Attachments, createAttachments } from './attachments.ts'

/** One for each signed-in client, so that files outlive the composer they were dropped on. */
const ofClient = new WeakMap<AgentClient, Attachments>()
const NONE: readonly Attachment[] = []

export function useAttachments(conversationId: string) {
  const { t } = useTranslation()
  const client = useClient()
  let shelf = ofClient.get(client)
  if (!shelf) ofClient.set(client, (shelf = createAttachments(client.upload)))
  const attachments = shelf
  const list = useStore(attachments, (shelves) => shelves[conversationId] ?? NONE)
  return {
    list,
    add(files: readonly File[]) {
      const { leftOut } = attachments.add(conversationId, files)
      if (leftOut > 0) {
        notifications.show({ color: 'red', message: t('attach.tooMany', { max: ATTACHMENTS_MAX }) })
      }
    },
    addReady: (uploads: readonly Upload[]) => attachments.addReady(conversationId, uploads),
    retry: (id: string) => attachments.retry(conversationId, id),
    remove: (id: string) => attachments.remove(conversationId, id),
  }
}

export type AttachmentsHere = ReturnType<typeof useAttachments>
