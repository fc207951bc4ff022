import type { Priority } from '@biometrics/chat-protocol'
import { ActionIcon, Checkbox, Menu } from '@mantine/core'
import {
  IconArchive,
  IconArrowBackUp,
  IconArrowsExchange,
  IconFlag,
  IconTag,
  IconX,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { groupsQuery } from '../session/queries.ts'
import { useAgentState, useMe } from '../session/use-client.ts'
import { StatusDot } from '../shell/status-dot.tsx'
import { AddTagsDialog } from './add-tags-dialog.tsx'
import classes from './bulk-bar.module.css'
import { selection, useChosen } from './selection.ts'
import { useBulk } from './use-bulk.ts'

const PRIORITIES: readonly Priority[] = ['urgent', 'high', 'normal', 'low']

/** In the place of the list's heading while conversations are marked. */
export default function BulkBar({ ids, closed }: { ids: readonly string[]; closed: boolean }) {
  const { t } = useTranslation()
  const chosen = useChosen()
  const bulk = useBulk()
  const [isTagging, setIsTagging] = useState(false)
  const isAll = ids.length > 0 && ids.every((id) => chosen.has(id))
  useEffect(() => {
    // The key is the dialog's then.
    if (isTagging) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) selection.clear()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [isTagging])
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('bulk.label')}>
      <Checkbox
        size="sm"
        checked={isAll}
        indeterminate={!isAll}
        aria-label={t('bulk.all')}
        onChange={() => (isAll ? selection.clear() : selection.choose(ids))}
      />
      <span className={classes.count} role="status">
        {t('bulk.count', { count: chosen.size })}
      </span>
      {closed ? (
        <Tool label={t('actions.reopen')} onClick={() => void bulk.reopen()} busy={bulk.busy}>
          <IconArrowBackUp size={18} stroke={1.7} />
        </Tool>
      ) : (
        <>
          <Menu position="bottom-end" width={220}>
            <Menu.Target>
              <Tool label={t('actions.close')} busy={bulk.busy}>
                <IconArchive size={18} stroke={1.7} />
              </Tool>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => void bulk.close(true)}>{t('actions.closeResolved')}</Menu.Item>
              <Menu.Item onClick={() => void bulk.close(false)}>{t('actions.closeUnresolved')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <AssignMenu bulk={bulk} />
          <Menu position="bottom-end" width={180}>
            <Menu.Target>
              <Tool label={t('priority.label')} busy={bulk.busy}>
                <IconFlag size={18} stroke={1.7} />
              </Tool>
            </Menu.Target>
            <Menu.Dropdown>
              {PRIORITIES.map((priority) => (
                <Menu.Item key={priority} onClick={() => void bulk.prioritize(priority)}>
                  {t(`priority.${priority}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </>
      )}
      <Tool label={t('bulk.addTags')} onClick={() => setIsTagging(true)} busy={bulk.busy}>
        <IconTag size={18} stroke={1.7} />
      </Tool>
      <Tool label={t('bulk.clear')} onClick={() => selection.clear()}>
        <IconX size={18} stroke={1.7} />
      </Tool>
      {isTagging && (
        <AddTagsDialog
          count={chosen.size}
          onClose={() => setIsTagging(false)}
          onAdd={(tags) => {
            setIsTagging(false)
            void bulk.addTags(tags)
          }}
        />
      )}
    </div>
  )
}

function AssignMenu({ bulk }: { bulk: ReturnType<typeof useBulk> }) {
  const { t } = useTranslation()
  const me = useMe()
  const team = useAgentState((state) => state.team)
  const { data: groups = [] } = useQuery(groupsQuery)
  const colleagues = Object.values(team)
    .filter(({ id }) => id !== me.id)
    .sort((a, b) => a.name.localeCompare(b.name))
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Tool label={t('actions.transfer')} busy={bulk.busy}>
          <IconArrowsExchange size={18} stroke={1.7} />
        </Tool>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        <Menu.Item onClick={() => void bulk.assign({ toAgentId: me.id })}>{t('bulk.toMe')}</Menu.Item>
        {colleagues.map(({ id, name, status }) => (
          <Menu.Item
            key={id}
            leftSection={<StatusDot status={status} />}
            onClick={() => void bulk.assign({ toAgentId: id })}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Label>{t('settings.groups')}</Menu.Label>
        {groups.map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => void bulk.assign({ toGroupId: id })}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Tool(props: {
  label: string
  busy?: boolean
  onClick?: () => void
  children: ReactNode
  ref?: React.Ref<HTMLButtonElement>
}) {
  const { label, busy = false, children, ...rest } = props
  return (
    <ActionIcon aria-label={label} title={label} disabled={busy} {...rest}>
      {children}
    </ActionIcon>
  )
}
