import { Button, NativeSelect } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TransferDialog } from '../conversation/transfer-dialog.tsx'
import { showFailure } from '../session/explain.ts'
import { groupsQuery } from '../session/queries.ts'
import { useAgentState, useClient } from '../session/use-client.ts'
import { AgentColumn } from './agent-column.tsx'
import { onBoard, summaryOf } from './agent-order.ts'
import classes from './board-screen.module.css'
import { HandOver } from './hand-over.tsx'
import { QueueColumn } from './queue-column.tsx'
import { useAllOpen } from './use-all-open.ts'

export interface BoardActions {
  /** Chooses by keyboard to whom it goes. */
  assign: (conversationId: string) => void
  /** To this agent, as it was put down there. */
  give: (conversationId: string, agentId: string) => void
  release: (conversationId: string) => void
}

type Open =
  | { name: 'none' }
  | { name: 'assign'; conversationId: string }
  | { name: 'give'; conversationId: string; agentId: string }

/** Who is there, what they have, and who still waits; conversations go from one to another by hand. */
export function BoardScreen() {
  const { t } = useTranslation()
  const client = useClient()
  const all = useAllOpen()
  const team = useAgentState((state) => state.team)
  const conversations = useAgentState((state) => state.conversations)
  const groups = useQuery(groupsQuery)
  const [groupId, setGroupId] = useState<string | null>(null)
  const [open, setOpen] = useState<Open>({ name: 'none' })
  const close = () => setOpen({ name: 'none' })

  const agents = useMemo(() => onBoard(team, groupId), [team, groupId])
  const queued = groupId === null ? all.queued : all.queued.filter((one) => one.groupId === groupId)
  const summary = summaryOf(agents)
  const actions: BoardActions = {
    assign: (conversationId) => setOpen({ name: 'assign', conversationId }),
    give: (conversationId, agentId) => setOpen({ name: 'give', conversationId, agentId }),
    release: (conversationId) =>
      void client.release(conversationId).then(
        () => notifications.show({ color: 'green', message: t('board.released') }),
        (error: unknown) => showFailure(error, t),
      ),
  }
  const chosen = open.name === 'assign' ? conversations.get(open.conversationId) : undefined
  return (
    <div className={classes.screen}>
      <header className={classes.head}>
        <h1 className={classes.title}>{t('board.title')}</h1>
        <p className={classes.summary}>
          <span>{t('board.online', { count: summary.online })}</span>
          <span>{t('board.free', { count: summary.free })}</span>
          <span data-warn={summary.full > 0 || undefined}>{t('board.full', { count: summary.full })}</span>
        </p>
        <NativeSelect
          aria-label={t('board.group')}
          className={classes.filter}
          value={groupId ?? ''}
          onChange={(event) => setGroupId(event.currentTarget.value || null)}
          data={[
            { value: '', label: t('board.everyone') },
            ...(groups.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </header>
      {all.status === 'failed' && (
        <div className={classes.failed} role="alert">
          {t('inbox.failed')}
          <Button size="compact-sm" variant="default" onClick={all.tryAgain}>
            {t('common.tryAgain')}
          </Button>
        </div>
      )}
      {all.cut && <p className={classes.cut}>{t('board.cut')}</p>}
      <div className={classes.board}>
        <QueueColumn queued={queued} loading={all.status === 'loading'} actions={actions} />
        <ul className={classes.agents} aria-label={t('board.agents')}>
          {agents.map((agent) => (
            <AgentColumn
              key={agent.id}
              agent={agent}
              conversations={all.byAgent.get(agent.id) ?? []}
              actions={actions}
            />
          ))}
        </ul>
      </div>
      {chosen && <TransferDialog conversation={chosen} onClose={close} />}
      {open.name === 'give' && (
        <HandOver
          key={open.conversationId + open.agentId}
          conversationId={open.conversationId}
          agentId={open.agentId}
          onDone={close}
        />
      )}
    </div>
  )
}
