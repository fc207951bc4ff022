import { notifications } from '@mantine/notifications'
import { useRouter } from '@tanstack/react-router'
import { useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { previewText } from '../inbox/preview.ts'
import { visitorName } from '../inbox/visitor-name.ts'
import { useAgentState, useClient, useMe } from '../session/use-client.ts'
import {
  type Notice,
  noticeOfAssignment,
  noticeOfBreach,
  noticeOfMention,
  noticeOfMessage,
  noticeOfQueue,
  pathOf,
  reactionTo,
} from './notice.ts'
import { preferences } from './preferences.ts'
import { playSound, unlockSound } from './sound.ts'
import { browserTabs } from './tabs.ts'

/** [AW8] Says by sound and beside the window what came while the agent was elsewhere, in one tab for all. */
export function useNotices(): void {
  useUnlockedSound()
  useQueueNotices()
  const { t } = useTranslation()
  const client = useClient()
  const { id: myId, role } = useMe()
  const give = useGive()

  useEffect(() => {
    const nameOf = (conversationId: string) => {
      const conversation = client.state.conversations.get(conversationId)
      return conversation ? visitorName(conversation.visitor, t) : null
    }
    const stopAssignments = client.onAssignment((told) => {
      const notice = noticeOfAssignment(told, myId)
      if (!notice) return
      const by = told.by && t('notices.by', { name: told.by.name })
      const body = [nameOf(told.conversationId), by].filter(Boolean).join(' · ')
      void give(notice, { title: t('notices.assigned'), body })
    })
    const stopMessages = client.onMessage((message) => {
      const { conversationId } = message
      const notice = noticeOfMessage(message, client.state.conversations.get(conversationId), myId)
      if (!notice) return
      const title = nameOf(conversationId) ?? t('notices.message')
      void give(notice, { title, body: previewText(message, t) })
    })
    const stopMentions = client.onMention((mention) => {
      const title = t('notices.mentioned', { name: mention.by.name ?? t('preview.agent') })
      void give(noticeOfMention(mention), { title, body: mention.text })
    })
    const stopBreaches = client.onBreach(async (breach) => {
      const notice = noticeOfBreach(breach, role)
      if (!notice) return
      // Its words come with the figures: most days nobody needs them.
      const { textOfBreach } = await import('../figures/breach-text.ts')
      void give(notice, textOfBreach(breach))
    })
    return () => {
      stopMentions()
      stopAssignments()
      stopMessages()
      stopBreaches()
    }
  }, [client, myId, role, give, t])
}

function useQueueNotices(): void {
  const { t } = useTranslation()
  const give = useGive()
  const waiting = useAgentState(({ counts }) => counts?.unassigned ?? null)
  const before = useRef<number | null>(null)
  useEffect(() => {
    const notice = noticeOfQueue(before.current, waiting, Date.now())
    before.current = waiting
    if (!notice) return
    void give(notice, {
      title: t('notices.queued'),
      body: t('notices.waiting', { count: waiting ?? 0 }),
    })
  }, [waiting, give, t])
}

interface Text {
  title: string
  body: string
}

/** A notice leads to its conversation when it is followed. */
function useGive(): (notice: Notice, text: Text) => Promise<void> {
  const router = useRouter()
  return useCallback(
    async (notice, text) => {
      const { conversationId } = notice
      const path = pathOf(notice)
      const follow = () => {
        window.focus()
        void router.navigate({ href: conversationId === '' ? path : `${path}?view=mine` })
      }
      const tabs = browserTabs()
      const reaction = reactionTo(notice.kind, preferences.current, await tabs.inFront())
      // A line on the screen belongs to every tab; what leaves it is done once.
      if (reaction.toast && router.state.location.pathname !== path) showToast(notice.id, text, follow)
      if ((!reaction.sound && !reaction.desktop) || !(await tabs.claim(notice.id))) return
      if (reaction.sound) playSound(preferences.current.tune, preferences.current.volume)
      if (reaction.desktop) showDesktop(text, conversationId || notice.kind, follow)
    },
    [router],
  )
}

function showToast(id: string, { title, body }: Text, follow: () => void): void {
  notifications.show({
    id,
    title,
    message: body,
    style: { cursor: 'pointer' },
    onClick: () => {
      notifications.hide(id)
      follow()
    },
  })
}

function showDesktop({ title, body }: Text, tag: string, follow: () => void): void {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return
  try {
    const shown = new Notification(title, { body, tag, silent: true })
    shown.onclick = () => {
      follow()
      shown.close()
    }
  } catch {
    // Some phones allow them to service workers only.
  }
}

/** From the first touch or key on. */
function useUnlockedSound(): void {
  useEffect(() => {
    const SIGNS = ['pointerdown', 'keydown']
    const stop = () => {
      for (const sign of SIGNS) window.removeEventListener(sign, unlock, true)
    }
    const unlock = () => {
      unlockSound()
      stop()
    }
    for (const sign of SIGNS) window.addEventListener(sign, unlock, true)
    return stop
  }, [])
}
