import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { appsQuery } from '../session/queries.ts'
import { AppRouting } from './app-routing.tsx'
import { Embed } from './embed.tsx'
import { Loaded, PageHead } from './page.tsx'

export function AppPage() {
  const { t } = useTranslation()
  const query = useQuery(appsQuery)
  return (
    <>
      <PageHead title={t('settings.app')} text={t('app.text')} />
      <Loaded query={query} empty={t('app.none')}>
        {(apps) =>
          apps.map((app) => (
            <div key={app.id}>
              <Embed app={app} />
              <AppRouting key={JSON.stringify(app)} app={app} />
            </div>
          ))
        }
      </Loaded>
    </>
  )
}
