import type { ReportConversation, ReportFigure } from '@biometrics/chat-protocol'
import { Button, Drawer } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { BehindList } from './behind-list.tsx'
import classes from './figures.module.css'
import { time } from './numbers.ts'
import { useTexts } from './use-texts.ts'

export interface BehindWhat {
  figure: ReportFigure
  extra: Record<string, string>
}

/** The conversations that a figure counts, and the way into each. */
export function BehindDrawer(props: {
  query: Record<string, string>
  what: BehindWhat | null
  onClose: () => void
}) {
  const { query, what, onClose } = props
  const t = useTexts()
  const { t: words } = useTranslation()
  const asked = { ...query, ...what?.extra, figure: what?.figure ?? 'started' }
  return (
    <Drawer
      opened={what !== null}
      onClose={onClose}
      position="right"
      size={460}
      title={t('behind.title', { figure: t(`figure.${what?.figure ?? 'started'}`) })}
      closeButtonProps={{ 'aria-label': words('common.close') }}
    >
      {what && (
        <>
          <Button
            variant="default"
            component="a"
            mb="sm"
            href={`/api/v1/reports/conversations.csv?${new URLSearchParams(asked)}`}
            leftSection={<IconDownload size={16} />}
          >
            {t('reports.export')}
          </Button>
          <BehindList query={asked} empty={t('behind.empty')} renderFacts={(one) => <Facts one={one} />} />
        </>
      )}
    </Drawer>
  )
}

function Facts({ one }: { one: ReportConversation }) {
  const t = useTexts()
  return (
    <span className={classes.facts}>
      {one.episode > 1 && <span>{t('behind.again')}</span>}
      {one.agent && <span>{one.agent}</span>}
      {one.group && <span>{one.group}</span>}
      {one.waitTime !== null && <span>{`${t('figure.waitTime')} ${time(one.waitTime, t)}`}</span>}
      {one.firstResponse !== null && (
        <span>{`${t('figure.firstResponse')} ${time(one.firstResponse, t)}`}</span>
      )}
      {one.chatDuration !== null && <span>{`${t('figure.chatDuration')} ${time(one.chatDuration, t)}`}</span>}
      {one.isAbandoned && <span>{t('figure.abandoned')}</span>}
    </span>
  )
}
