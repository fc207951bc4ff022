import type { InboxView } from '@biometrics/chat-client'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { groupIdOf, useView } from '../inbox/views.ts'
import { showFailure } from '../session/explain.ts'
import { useClient } from '../session/use-client.ts'

/** Takes the first who waits and fits, and opens it. In a group's list it is the group's first. */
export function useTakeNext() {
  const { t } = useTranslation()
  const client = useClient()
  const navigate = useNavigate()
  const view = useView()
  const [busy, setBusy] = useState(false)

  async function takeNext(): Promise<void> {
    setBusy(true)
    try {
      const taken = await client.takeNext(groupIdOf(view) ?? undefined)
      if (!taken) return void notifications.show({ message: t('queue.nobody') })
      const search: { view: InboxView } = { view: 'mine' }
      await navigate({
        to: '/conversations/$conversationId',
        params: { conversationId: taken.id },
        search,
      })
    } catch (error) {
      showFailure(error, t)
    } finally {
      setBusy(false)
    }
  }
  return { busy, takeNext }
}
