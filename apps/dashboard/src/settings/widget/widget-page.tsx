import '@mantine/core/styles/Switch.layer.css'
import type { App } from '@biometrics/chat-protocol'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Select } from '@mantine/core'
import { useState } from 'react'
import { appsQuery } from '../../session/queries.ts'
import { Embed } from '../embed.tsx'
import { Loaded, PageHead } from '../page.tsx'
import { WidgetForm } from './widget-form.tsx'

/** How the chat looks and what it asks, with the chat itself beside it. */
export function WidgetPage() {
  const { t } = useTranslation()
  const query = useQuery(appsQuery)
  const [chosen, setChosen] = useState<string | null>(null)
  return (
    <>
      <PageHead title={t('settings.widget')} text={t('widget.text')} />
      <Loaded query={query} empty={t('app.none')}>
        {(apps) => {
          const app = apps.find(({ id }) => id === chosen) ?? apps[0]
          return (
            app && (
              <>
                {apps.length > 1 && (
                  <Select
                    label={t('widget.app')}
                    data={apps.map(({ id, name }) => ({ value: id, label: name }))}
                    value={app.id}
                    allowDeselect={false}
                    onChange={setChosen}
                    mb={20}
                    maw={320}
                  />
                )}
                <OfApp key={JSON.stringify(app)} app={app} />
              </>
            )
          )
        }}
      </Loaded>
    </>
  )
}

function OfApp({ app }: { app: App }) {
  return (
    <>
      <WidgetForm app={app} />
      <Embed app={app} />
    </>
  )
}
