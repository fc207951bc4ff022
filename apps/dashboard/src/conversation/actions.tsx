import type { Conversation } from '@biometrics/chat-protocol'
import { Button } from '@mantine/core'
import { IconAlarmSnooze, IconArrowsExchange, IconChevronDown, IconFlag, IconTag } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { useClosingForm } from '../session/queries.ts'
import { useMe } from '../session/use-client.ts'
import { IconButton } from '../shell/icon-button.tsx'
import { ActionMenu } from './action-menu.tsx'
import classes from './actions.module.css'
import type { DetailsPanel } from './conversation-pane.tsx'
import { TagsDialog } from './tags-dialog.tsx'
import { TransferDialog } from './transfer-dialog.tsx'
import { useConversationActions } from './use-conversation-actions.ts'
import { useConversationCommands } from './use-conversation-commands.ts'
import { useOpened } from './use-opened.ts'

const SnoozeDialog = lazy(() => import('./snooze-dialog.tsx'))
const ClosingDialog = lazy(() => import('./closing-dialog.tsx'))

/** The next step stands out; the rest is in icons, and on a phone in the menu. */
export function Actions({ conversation, details }: { conversation: Conversation; details: DetailsPanel }) {
  const { t } = useTranslation()
  const me = useMe()
  const actions = useConversationActions(conversation)
  const { page, dialog, open, closeMenu, close } = useOpened(conversation.id)
  const fields = useClosingForm(conversation.appId)
  const [resolved, setResolved] = useState(true)

  const onClosing = (how: boolean) => {
    if (!fields) return void actions.close(how)
    setResolved(how)
    open('closing')
  }
  useConversationCommands({ conversation, actions, open, details })

  const { status, agentId } = conversation
  const mine = agentId === me.id
  return (
    <div className={classes.actions}>
      {status === 'closed' ? (
        <Button variant="default" loading={actions.busy} onClick={actions.reopen}>
          {t('actions.reopen')}
        </Button>
      ) : (
        <>
          {agentId === null && (
            <Button loading={actions.busy} onClick={actions.take}>
              {t('actions.take')}
            </Button>
          )}
          {agentId !== null && !mine && (
            <Button variant="default" loading={actions.busy} onClick={actions.takeOver}>
              {t('actions.takeOver')}
            </Button>
          )}
          {mine && status === 'snoozed' && (
            <Button variant="default" loading={actions.busy} onClick={actions.take}>
              {t('actions.wake')}
            </Button>
          )}
          {mine && status !== 'snoozed' && (
            <Button
              variant="default"
              loading={actions.busy}
              rightSection={<IconChevronDown size={15} stroke={2} />}
              className={classes.close}
              aria-haspopup="menu"
              onClick={() => open('close')}
            >
              {t('actions.close')}
            </Button>
          )}
          <span className={classes.icons}>
            <Icon label={t('actions.transfer')} Glyph={IconArrowsExchange} onClick={() => open('transfer')} />
            <Icon label={t('actions.snooze')} Glyph={IconAlarmSnooze} onClick={() => open('snooze')} />
            <Icon label={t('priority.label')} Glyph={IconFlag} onClick={() => open('priority')} />
            <Icon label={t('details.tags')} Glyph={IconTag} onClick={() => open('tags')} />
          </span>
          <ActionMenu
            conversation={conversation}
            actions={actions}
            page={page}
            open={open}
            onClose={closeMenu}
            onClosing={onClosing}
          />
        </>
      )}
      <Suspense>
        {dialog === 'transfer' && <TransferDialog conversation={conversation} onClose={close} />}
        {dialog === 'snoozeAt' && <SnoozeDialog actions={actions} onClose={close} />}
        {dialog === 'tags' && <TagsDialog conversation={conversation} actions={actions} onClose={close} />}
        {dialog === 'closing' && fields && (
          <ClosingDialog conversation={conversation} fields={fields} resolved={resolved} onClose={close} />
        )}
      </Suspense>
    </div>
  )
}

function Icon({ label, Glyph, onClick }: { label: string; Glyph: typeof IconTag; onClick: () => void }) {
  return (
    <IconButton aria-label={label} title={label} aria-haspopup="true" onClick={onClick}>
      <Glyph size={19} stroke={1.7} />
    </IconButton>
  )
}
