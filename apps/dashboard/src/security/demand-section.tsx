import '@mantine/core/styles/Switch.layer.css'
import type { Settings } from '@biometrics/chat-protocol'
import { Switch } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { showFailure } from '../session/explain.ts'
import { settingsQuery } from '../session/queries.ts'
import { rest } from '../session/rest.ts'
import page from '../settings/page.module.css'

/** Whether everybody needs a second factor; for admins. */
export function DemandSection({ onChange }: { onChange: () => void }) {
  const { t } = useTranslation()
  const { data } = useQuery(settingsQuery)
  const queryClient = useQueryClient()
  const demand = async (requireSecondFactor: boolean) => {
    try {
      const changed = await rest<Settings>('PATCH', '/settings', { requireSecondFactor })
      queryClient.setQueryData(settingsQuery.queryKey, changed)
      onChange()
    } catch (error) {
      showFailure(error, t)
    }
  }
  return (
    <section className={page.section} aria-label={t('factor.demand')}>
      <h3>{t('factor.demand')}</h3>
      <p>{t('factor.demandText')}</p>
      <Switch
        label={t('factor.demand')}
        checked={data?.requireSecondFactor ?? false}
        disabled={!data}
        onChange={(event) => void demand(event.currentTarget.checked)}
      />
    </section>
  )
}
