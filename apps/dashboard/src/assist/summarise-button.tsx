import type { Summary } from '@biometrics/chat-protocol'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showFailure } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import classes from './assist.module.css'

/** Proposes the note for whoever takes over; it can be changed before it goes. */
export function SummariseButton(props: { conversationId: string; onSummary: (text: string) => void }) {
  const { conversationId, onSummary } = props
  const { t, i18n } = useTranslation()
  const [isBusy, setIsBusy] = useState(false)
  const [by, setBy] = useState<Summary['by'] | null>(null)
  const summarise = async () => {
    setIsBusy(true)
    try {
      const body = { language: i18n.language }
      const summary = await rest<Summary>('POST', `/conversations/${conversationId}/summary`, body)
      setBy(summary.by)
      onSummary(summary.text)
    } catch (error) {
      showFailure(error, t)
    }
    setIsBusy(false)
  }
  return (
    <div className={classes.propose}>
      <Button variant="default" size="compact-sm" loading={isBusy} onClick={() => void summarise()}>
        {t('assist.summarise')}
      </Button>
      <span className={classes.soft} role="status">
        {by && t(`assist.by.${by}`)}
      </span>
    </div>
  )
}
