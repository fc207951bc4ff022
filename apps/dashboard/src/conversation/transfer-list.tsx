import { IconUsersGroup } from '@tabler/icons-react'
import { Fragment } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { duration } from '../i18n/times.ts'
import { Face } from '../shell/face.tsx'
import { LoadBar } from '../shell/load-bar.tsx'
import { StatusDot } from '../shell/status-dot.tsx'
import classes from './transfer-list.module.css'
import type { TransferTarget } from './transfer-targets.ts'

export const TRANSFER_LIST_ID = 'transfer-targets'
export function targetOptionId(index: number): string {
  return `transfer-target-${index}`
}

/** The focus stays in the search; the arrow keys move through these. */
export function TransferList(props: {
  targets: readonly TransferTarget[]
  chosen: number
  onChoose: (target: TransferTarget) => void
}) {
  const { targets, chosen, onChoose } = props
  const { t } = useTranslation()
  if (targets.length === 0) {
    return (
      <p className={classes.none} role="status">
        {t('transfer.nobody')}
      </p>
    )
  }
  return (
    <div id={TRANSFER_LIST_ID} role="listbox" aria-label={t('transfer.targets')} className={classes.list}>
      {targets.map((target, index) => (
        <Fragment key={target.kind + target.id}>
          {target.kind !== targets[index - 1]?.kind && (
            <div className={classes.heading} role="presentation">
              {t(target.kind === 'agent' ? 'transfer.agents' : 'transfer.groups')}
            </div>
          )}
          <div
            id={targetOptionId(index)}
            role="option"
            aria-selected={index === chosen}
            tabIndex={-1}
            className={classes.option}
            ref={(element) => {
              if (index === chosen) element?.scrollIntoView({ block: 'nearest' })
            }}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(target)}
          >
            {target.kind === 'agent' ? <AgentTarget target={target} /> : <GroupTarget target={target} />}
          </div>
        </Fragment>
      ))}
    </div>
  )
}

function AgentTarget({ target }: { target: Extract<TransferTarget, { kind: 'agent' }> }) {
  const { t } = useTranslation()
  const { agent } = target
  return (
    <>
      <Face id={agent.id} name={agent.name} picture={agent.picture} size={32} />
      <span className={classes.words}>
        <span className={classes.name}>{agent.name}</span>
        <span className={classes.facts}>
          <StatusDot status={agent.status} />
          {t(`agentStatus.${agent.status}`)}
        </span>
      </span>
      <LoadBar active={agent.activeChats} max={agent.maxChats} />
    </>
  )
}

function GroupTarget({ target }: { target: Extract<TransferTarget, { kind: 'group' }> }) {
  const { t } = useTranslation()
  const { queue } = target
  return (
    <>
      <span className={classes.group}>
        <IconUsersGroup size={18} stroke={1.6} aria-hidden />
      </span>
      <span className={classes.words}>
        <span className={classes.name}>{target.name}</span>
        {queue && (
          <span className={classes.facts}>
            <StatusDot status={queue.agentsOnline > 0 ? 'online' : 'offline'} />
            {t('transfer.groupOnline', { count: queue.agentsOnline })}
          </span>
        )}
      </span>
      {queue && (
        <span className={classes.queue}>
          {queue.waiting === 0 ? t('transfer.nobodyWaits') : t('transfer.waiting', { count: queue.waiting })}
          {queue.oldestSeconds !== null && queue.waiting > 0 && (
            <span className={classes.oldest}>
              {t('transfer.oldest', { time: duration(queue.oldestSeconds * 1_000, t) })}
            </span>
          )}
        </span>
      )}
    </>
  )
}
