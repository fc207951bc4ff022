import type { Conversation, Visitor } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Alert, Button, Modal, Textarea } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import dialogs from '../conversation/dialogs.module.css'
import { visitorName } from '../inbox/visitor-name.ts'
import { explain } from '../session/explain.ts'
import { rest } from '../session/rest.ts'

/** The first word to somebody who has not asked. */
export function ApproachDialog({ visitor, onClose }: { visitor: Visitor; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [sending, setSending] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '') return
    setSending(true)
    try {
      const path = `/visitors/${visitor.id}/conversations`
      const { id } = await rest<Conversation>('POST', path, { text: text.trim() })
      void navigate({
        to: '/conversations/$conversationId',
        params: { conversationId: id },
        search: { view: 'mine' },
      })
    } catch (error) {
      setFailure(error)
      setSending(false)
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('visitors.beginWith', { name: visitorName(visitor, t) })}
      size={480}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={(event) => void send(event)}>
        {failure !== null && (
          <Alert color="red" role="alert" mb={12}>
            {explain(failure, t)}
          </Alert>
        )}
        <Textarea
          label={t('composer.label')}
          description={t('visitors.beginHint')}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={LIMITS.textLength}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
        />
        <div className={dialogs.foot}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={sending} disabled={text.trim() === ''}>
            {t('composer.send')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
