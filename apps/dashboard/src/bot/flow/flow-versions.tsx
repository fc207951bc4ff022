import type { App, FlowDraft, FlowVersion } from '@biometrics/chat-protocol'
import { Button, Menu, Modal } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useReturnFocus } from '../../forms/use-return-focus.ts'
import { showFailure } from '../../session/explain.ts'
import { rest } from '../../session/rest.ts'
import page from '../../settings/page.module.css'
import { versionsQuery } from '../queries.ts'
import classes from './flow.module.css'

interface Props {
  app: App
  onRestored: (draft: FlowDraft) => void
}

/** What was published; a version is put back by publishing it once more. */
export function FlowVersions({ app, onRestored }: Props) {
  const { t, i18n } = useTranslation()
  const { data: versions = [] } = useQuery(versionsQuery(app))
  const [chosen, setChosen] = useState<FlowVersion | null>(null)
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" leftSection={<IconHistory size={16} />} disabled={versions.length === 0}>
            {t('flow.versions')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
          {versions.map((version) => (
            <Menu.Item key={version.version} disabled={version.isCurrent} onClick={() => setChosen(version)}>
              <div>
                {t('flow.version', { n: version.version })}
                {version.isCurrent && ` · ${t('flow.isCurrent')}`}
              </div>
              <div className={classes.soft}>
                {[
                  time.format(new Date(version.publishedAt)),
                  version.publishedBy,
                  t('flow.steps', { count: version.steps }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </div>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {chosen && (
        <RollBack app={app} version={chosen} onClose={() => setChosen(null)} onRestored={onRestored} />
      )}
    </>
  )
}

function RollBack({
  app,
  version,
  onClose,
  onRestored,
}: Props & { version: FlowVersion; onClose: () => void }) {
  const { t } = useTranslation()
  const [isBusy, setIsBusy] = useState(false)
  useReturnFocus()
  const restore = async () => {
    setIsBusy(true)
    const path = `/apps/${app.id}/bot/flow/versions/${version.version}/restore`
    try {
      onRestored(await rest<FlowDraft>('POST', path))
      onClose()
    } catch (error) {
      setIsBusy(false)
      showFailure(error, t)
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('flow.restore', { n: version.version })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p>{t('flow.restoreText')}</p>
      <div className={page.foot}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button loading={isBusy} onClick={() => void restore()}>
          {t('flow.restoreNow')}
        </Button>
      </div>
    </Modal>
  )
}
