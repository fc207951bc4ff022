import type { App, FlowDraft, FlowVersion } from '@biometrics/chat-protocol'
import { Button, Menu } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { rest } from '../../session/rest.ts'
import { versionsQuery } from '../queries.ts'
import classes from './flow.module.css'

/** What was published; a version is put back by publishing it once more. */
export function FlowVersions({ app, onRestored }: { app: App; onRestored: (draft: FlowDraft) => void }) {
  const { t, i18n } = useTranslation()
  const { data: versions = [] } = useQuery(versionsQuery(app))
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })
  const restore = async ({ version }: FlowVersion) => {
    if (!window.confirm(t('flow.restoreSure', { n: version }))) return
    onRestored(await rest<FlowDraft>('POST', `/apps/${app.id}/bot/flow/versions/${version}/restore`))
  }
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" leftSection={<IconHistory size={16} />} disabled={versions.length === 0}>
          {t('flow.versions')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {versions.map((version) => (
          <Menu.Item key={version.version} disabled={version.isCurrent} onClick={() => void restore(version)}>
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
  )
}
