import type { App } from '@biometrics/chat-protocol'
import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { appsQuery } from '../session/queries.ts'
import { Loaded } from '../settings/page.tsx'

/** What belongs to one app: with several apps there is one to choose. */
export function ForApp({ children }: { children: (app: App) => ReactNode }) {
  const { t } = useTranslation()
  const query = useQuery(appsQuery)
  const [chosen, setChosen] = useState<string | null>(null)
  return (
    <Loaded query={query} empty={t('app.none')}>
      {(apps) => {
        const app = apps.find(({ id }) => id === chosen) ?? apps[0]
        if (!app) return null
        return (
          <>
            {apps.length > 1 && (
              <Select
                label={t('bot.app')}
                data={apps.map(({ id, name }) => ({ value: id, label: name }))}
                value={app.id}
                allowDeselect={false}
                onChange={setChosen}
                mb={20}
                maw={320}
              />
            )}
            <div key={app.id}>{children(app)}</div>
          </>
        )
      }}
    </Loaded>
  )
}
