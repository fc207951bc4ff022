import type { Conversations, InboxView } from '@biometrics/chat-client'
import { Button, Loader } from '@mantine/core'
import { lazy, memo, Suspense, useCallback, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { withTexts } from '../i18n/i18n.ts'
import { usePreferences } from '../notices/preferences.ts'
import { TakeNext } from '../queue/take-next.tsx'
import { useAgentState, useClient } from '../session/use-client.ts'
import { useAfterPaint } from '../shell/use-after-paint.ts'
import { Bones } from './bones.tsx'
import { useCalmList } from './calm-list.ts'
import classes from './conversation-list.module.css'
import { ConversationRow } from './conversation-row.tsx'
import { EmptyList } from './empty-list.tsx'
import { ListItem } from './list-item.tsx'
import { selection, useIsChoosing } from './selection.ts'
import { useLongPress } from './use-long-press.ts'
import { useListCommands } from './use-list-commands.ts'
import { useViewName } from './use-view-name.ts'
import { groupIdOf, useOpenConversationId } from './views.ts'

const ViewOptions = lazy(() => withTexts('desk', import('./view-options.tsx')))
const BulkBar = lazy(() => withTexts('desk', import('./bulk-bar.tsx')))

const ROW_HEIGHT_PX = 60
/** Drawn beyond the screen, to be there when somebody scrolls. */
const BUFFER_PX = 200
/** The next page is asked for when so many rows or fewer stand below the screen. */
const ROWS_AHEAD = 15

export function ConversationList({ view }: { view: InboxView }) {
  const { t } = useTranslation()
  const client = useClient()
  const name = useViewName(view)
  const { unreadFirst, dense } = usePreferences()
  const { list, conversations } = useCalmList(view, unreadFirst)
  const connected = useAgentState((state) => state.connection.status === 'online')
  const load = useCallback(() => void client.loadList(view).catch(() => undefined), [client, view])
  useEffect(() => {
    if (connected && list.status === 'unloaded') load()
  }, [connected, list.status, load])

  const ids = useOrder(list.ids, conversations)
  useListCommands(view, ids)
  const choosing = useIsChoosing()
  useEffect(() => selection.follow(ids), [ids])
  useEffect(() => () => selection.clear(), [])

  return (
    <section
      className={classes.list}
      data-dense={dense || undefined}
      aria-label={t('inbox.list', { view: name })}
    >
      {choosing && (
        <Suspense>
          <BulkBar ids={ids} closed={view === 'closed'} />
        </Suspense>
      )}
      <Head
        view={view}
        name={name}
        loading={list.status === 'loading' && list.ids.length > 0}
        hidden={choosing}
      />
      {list.ids.length > 0 ? (
        <Rows view={view} ids={ids} more={list.more && list.status === 'ready'} load={load} />
      ) : list.status === 'failed' ? (
        <div className={classes.failed} role="alert">
          <p>{t('inbox.failed')}</p>
          <Button variant="default" onClick={load}>
            {t('common.tryAgain')}
          </Button>
        </div>
      ) : list.status === 'ready' ? (
        <EmptyList view={view} />
      ) : (
        <Bones />
      )}
      {list.status === 'failed' && list.ids.length > 0 && (
        <div className={classes.foot} role="alert">
          <span>{t('inbox.failed')}</span>
          <Button size="compact-sm" variant="subtle" onClick={load}>
            {t('common.tryAgain')}
          </Button>
        </div>
      )}
    </section>
  )
}

/** Apart from the list, which may change fifty times a second. */
const Head = memo(function Head(props: { view: InboxView; name: string; loading: boolean; hidden: boolean }) {
  const { view, name, loading, hidden } = props
  const { t } = useTranslation()
  return (
    <header className={classes.head} hidden={hidden}>
      <h1 className={classes.title}>{name}</h1>
      {loading && <Loader size="xs" aria-label={t('common.loading')} />}
      <span className={classes.tools}>
        {(view === 'unassigned' || groupIdOf(view) !== null) && <TakeNext />}
        <Suspense>
          <ViewOptions view={view} />
        </Suspense>
      </span>
    </header>
  )
})

/** As it is, or with those first in which somebody waits to be read. What is open keeps its place while it is read. */
function useOrder(ids: readonly string[], conversations: Conversations | null): readonly string[] {
  const openId = useOpenConversationId()
  return useMemo(() => {
    if (conversations === null) return ids
    const isUnread = (id: string) => id === openId || (conversations.get(id)?.unreadCount ?? 0) > 0
    return [...ids.filter(isUnread), ...ids.filter((id) => !isUnread(id))]
  }, [ids, openId, conversations])
}

function Rows(props: { view: InboxView; ids: readonly string[]; more: boolean; load: () => void }) {
  const { view, ids, more, load } = props
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useRef<VirtualizerHandle>(null)
  const openId = useOpenConversationId()
  // What is on the screen is drawn first.
  const buffer = useAfterPaint() ? BUFFER_PX : 0
  const onKeyDown = useArrowKeys(ids, virtualizer)
  const loadNearEnd = useCallback(() => {
    const handle = virtualizer.current
    if (!handle || !more) return
    const last = handle.findItemIndex(handle.scrollOffset + handle.viewportSize)
    if (last >= ids.length - ROWS_AHEAD) load()
  }, [ids.length, more, load])
  // A page that does not fill the screen never scrolls, so the next one is asked for here.
  useEffect(loadNearEnd, [loadNearEnd])

  return (
    <div ref={scroller} className={classes.scroller} onKeyDown={onKeyDown} {...useLongPress()}>
      <Virtualizer
        ref={virtualizer}
        scrollRef={scroller}
        as="ul"
        item={ListItem}
        itemSize={ROW_HEIGHT_PX}
        bufferSize={buffer}
        data={ids}
        onScroll={loadNearEnd}
      >
        {(id) => <ConversationRow key={id} id={id} view={view} open={id === openId} />}
      </Virtualizer>
    </div>
  )
}

/** Up and down move between the conversations, as in a mail client; Enter opens one. */
function useArrowKeys(ids: readonly string[], virtualizer: React.RefObject<VirtualizerHandle | null>) {
  return (event: React.KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const row = event.target instanceof HTMLElement ? event.target.closest('[data-conversation]') : null
    if (step === undefined || !row || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const index = ids.indexOf(row.getAttribute('data-conversation') ?? '') + step
    const id = ids[index]
    if (id === undefined) return
    virtualizer.current?.scrollToIndex(index, { align: 'nearest' })
    const list = event.currentTarget
    // The row may be drawn only now; it is there at the next frame.
    requestAnimationFrame(() =>
      list.querySelector<HTMLElement>(`[data-conversation="${CSS.escape(id)}"]`)?.focus(),
    )
  }
}
