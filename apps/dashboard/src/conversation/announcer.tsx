import { VisuallyHidden } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { previewText } from '../inbox/preview.ts'
import { useClient } from '../session/use-client.ts'

/** Reads new messages of the visitor out to a screen reader; loaded history is not news. */
export function Announcer({ conversationId, visitor }: { conversationId: string; visitor: string }) {
  const { t } = useTranslation()
  const client = useClient()
  const [news, setNews] = useState('')
  useEffect(
    () =>
      client.onMessage((message) => {
        if (message.conversationId !== conversationId || message.senderType !== 'user') return
        setNews(t('conversation.news', { name: visitor, text: previewText(message, t) }))
      }),
    [client, conversationId, visitor, t],
  )
  return <VisuallyHidden aria-live="polite">{news}</VisuallyHidden>
}
