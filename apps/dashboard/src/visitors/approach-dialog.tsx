import type { Conversation, Visitor } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Button, Textarea } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormModal } from '../forms/form-modal.tsx'
import { inputNode, useRefusal } from '../forms/use-refusal.tsx'
import dialogs from '../conversation/dialogs.module.css'
import { visitorName } from '../inbox/visitor-name.ts'
import { rest } from '../session/rest.ts'

/** The first word to somebody who has not asked. */
export function ApproachDialog({ visitor, onClose }: { visitor: Visitor; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [sending, setSending] = useState(false)
  const [errors, setErrors] = useState<Record<string, ReactNode>>({})
  const refusal = useRefusal({ setErrors, getInputNode: inputNode })
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '') return
    setSending(true)
    setErrors({})
    refusal.clear()
    try {
      const path = `/visitors/${visitor.id}/conversations`
      const { id } = await rest<Conversation>('POST', path, { text: text.trim() })
      void navigate({
        to: '/conversations/$conversationId',
        params: { conversationId: id },
        search: { view: 'mine' },
        ignoreBlocker: true,
      })
    } catch (error) {
      refusal.show(error)
      setSending(false)
    }
  }
  return (
    <FormModal
      title={t('visitors.beginWith', { name: visitorName(visitor, t) })}
      size={480}
      dirty={text !== ''}
      saving={sending}
      onClose={onClose}
    >
      {(close) => (
        <form onSubmit={(event) => void send(event)}>
          {refusal.alert}
          <Textarea
            label={t('composer.label')}
            description={t('visitors.beginHint')}
            autosize
            minRows={3}
            maxRows={10}
            maxLength={LIMITS.textLength}
            value={text}
            data-path="text"
            error={errors.text}
            onChange={(event) => setText(event.currentTarget.value)}
            data-autofocus
          />
          <div className={dialogs.foot}>
            <Button variant="default" onClick={close}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={sending} disabled={text.trim() === ''}>
              {t('composer.send')}
            </Button>
          </div>
        </form>
      )}
    </FormModal>
  )
}
