import { Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { TransferQuestion } from '../conversation/transfer-question.tsx'
import { useTransfer } from '../conversation/use-transfer.ts'
import { showFailure } from '../session/explain.ts'
import { useAgentState } from '../session/use-client.ts'

/** Sends at once what was put down on an agent; only where the agent is full or gone is there something to see. */
export function HandOver(props: { conversationId: string; agentId: string; onDone: () => void }) {
  const { conversationId, agentId, onDone } = props
  const { t } = useTranslation()
  const name = useAgentState((state) => state.team[agentId]?.name) ?? ''
  const target = { kind: 'agent', id: agentId, name } as const
  const { transfer, send } = useTransfer(conversationId, () => {
    notifications.show({ color: 'green', message: t('transfer.done', { name }) })
    onDone()
  })
  const sent = useRef(false)
  useEffect(() => {
    if (sent.current) return
    sent.current = true
    void send(target, '', false)
  })
  useEffect(() => {
    if (transfer.name !== 'failed') return
    showFailure(transfer.error, t)
    onDone()
  }, [transfer, t, onDone])
  return (
    <Modal
      opened={transfer.name === 'asking' || transfer.name === 'confirming'}
      onClose={onDone}
      title={t('transfer.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <TransferQuestion
        target={target}
        busy={transfer.name === 'confirming'}
        back={t('common.cancel')}
        onBack={onDone}
        onSend={() => void send(target, '', true)}
      />
    </Modal>
  )
}
