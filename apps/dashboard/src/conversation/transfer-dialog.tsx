import type { Conversation } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Alert, Button, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { FormModal } from '../forms/form-modal.tsx'
import { useTranslation } from '../i18n/use-translation.ts'
import { SummariseButton } from '../assist/summarise-button.tsx'
import { explain } from '../session/explain.ts'
import { groupsQuery, queuesQuery } from '../session/queries.ts'
import { useAgentState } from '../session/use-client.ts'
import dialogs from './dialogs.module.css'
import { TransferList, targetOptionId, TRANSFER_LIST_ID } from './transfer-list.tsx'
import { TransferQuestion } from './transfer-question.tsx'
import { type TransferTarget, transferTargets } from './transfer-targets.ts'
import { useTransfer } from './use-transfer.ts'

/** Whom to, with what words, and, when that agent is full or gone, whether really. */
export function TransferDialog(props: { conversation: Conversation; onClose: () => void }) {
  const { conversation, onClose } = props
  const { t } = useTranslation()
  const [query, setQuery] = useState('')
  const [chosenKey, setChosenKey] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const noteBox = useRef<HTMLTextAreaElement>(null)
  const targets = useTargets(conversation, query)
  // What was chosen stays chosen while loads change and the list moves.
  const at = Math.max(
    0,
    targets.findIndex((target) => keyOf(target) === chosenKey),
  )
  const chosen = targets[at]

  const { transfer, send, chooseAgain } = useTransfer(conversation.id, (target) => {
    notifications.show({ color: 'green', message: t('transfer.done', { name: target.name }) })
    onClose()
  })
  const submit = () => chosen && void send(chosen, note, false)
  const onSearchKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      const next = targets[(at + step + targets.length) % targets.length]
      if (next) setChosenKey(keyOf(next))
    } else if (event.key === 'Enter' && chosen) {
      event.preventDefault()
      setChosenKey(keyOf(chosen))
      noteBox.current?.focus()
    }
  }
  return (
    <FormModal
      title={t('transfer.title')}
      size={520}
      dirty={note !== ''}
      saving={transfer.name === 'sending' || transfer.name === 'confirming'}
      onClose={onClose}
    >
      {(close) =>
        transfer.name === 'asking' || transfer.name === 'confirming' ? (
          <TransferQuestion
            target={transfer.target}
            busy={transfer.name === 'confirming'}
            back={t('transfer.chooseAgain')}
            onBack={chooseAgain}
            onSend={() => void send(transfer.target, note, true)}
          />
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault()
              submit()
            }}
          >
            {transfer.name === 'failed' && (
              <Alert color="red" role="alert" mb={12}>
                {explain(transfer.error, t)}
              </Alert>
            )}
            <TextInput
              role="combobox"
              aria-expanded
              aria-label={t('transfer.search')}
              aria-controls={TRANSFER_LIST_ID}
              aria-activedescendant={chosen ? targetOptionId(at) : undefined}
              placeholder={t('transfer.search')}
              leftSection={<IconSearch size={17} stroke={1.7} />}
              value={query}
              onChange={(event) => setQuery(event.currentTarget.value)}
              onKeyDown={onSearchKey}
              data-autofocus
            />
            <TransferList targets={targets} chosen={at} onChoose={(target) => setChosenKey(keyOf(target))} />
            <Textarea
              ref={noteBox}
              label={t('transfer.note')}
              description={t('transfer.noteHint')}
              autosize
              minRows={2}
              maxRows={6}
              maxLength={LIMITS.textLength}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
                event.preventDefault()
                submit()
              }}
            />
            <SummariseButton
              conversationId={conversation.id}
              onSummary={(text) => setNote((before) => [before.trimEnd(), text].filter(Boolean).join('\n\n'))}
            />
            <div className={dialogs.foot}>
              <Button variant="default" onClick={close}>
                {t('common.cancel')}
              </Button>
              <Button type="submit" loading={transfer.name === 'sending'} disabled={!chosen}>
                {chosen ? t('transfer.to', { name: chosen.name }) : t('actions.transfer')}
              </Button>
            </div>
          </form>
        )
      }
    </FormModal>
  )
}

function useTargets(conversation: Conversation, query: string): TransferTarget[] {
  const team = useAgentState((state) => state.team)
  const groups = useQuery(groupsQuery)
  const queues = useQuery(queuesQuery)
  const { agentId, groupId } = conversation
  return useMemo(
    () =>
      transferTargets(
        {
          team: Object.values(team),
          groups: groups.data ?? [],
          queues: queues.data ?? [],
          agentId,
          groupId,
        },
        query,
      ),
    [team, groups.data, queues.data, agentId, groupId, query],
  )
}

function keyOf({ kind, id }: TransferTarget): string {
  return `${kind}:${id}`
}
