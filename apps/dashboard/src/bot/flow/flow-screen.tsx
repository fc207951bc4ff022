import '../styles.ts'
import type { App } from '@biometrics/chat-protocol'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { appsQuery } from '../../session/queries.ts'
import { Loaded } from '../../settings/page.tsx'
import { LoadedOne } from '../loaded-one.tsx'
import { draftQuery } from '../queries.ts'
import classes from './flow.module.css'
import { FlowEditor } from './flow-editor.tsx'

/** The rule bot's flow of one app. */
export function FlowScreen() {
  const { t } = useTranslation()
  const { appId } = useParams({ from: '/signed-in/bot-flow/$appId' })
  const query = useQuery({ ...appsQuery, select: (apps) => apps.filter(({ id }) => id === appId) })
  return (
    <div className={classes.screen}>
      <Loaded query={query} empty={t('app.none')}>
        {([app]) => app && <FlowOf app={app} />}
      </Loaded>
    </div>
  )
}

function FlowOf({ app }: { app: App }) {
  const query = useQuery(draftQuery(app))
  return <LoadedOne query={query}>{(draft) => <FlowEditor app={app} draft={draft} />}</LoadedOne>
}
