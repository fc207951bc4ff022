import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { agentsQuery } from '../session/queries.ts'
import { useAgentState, useMe } from '../session/use-client.ts'
import { Face } from '../shell/face.tsx'
import { NewAgentForm } from './new-agent-form.tsx'
import { Loaded, PageHead } from './page.tsx'
import classes from './page.module.css'

export function TeamPage() {
  const { t } = useTranslation()
  const me = useMe()
  const query = useQuery(agentsQuery)
  const queryClient = useQueryClient()
  const live = useAgentState((state) => state.team)
  const [adding, setAdding] = useState(false)
  return (
    <>
      <PageHead title={t('settings.team')} text={me.role === 'admin' ? t('team.text') : t('team.textAgent')}>
        {me.role === 'admin' && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t('team.add')}
          </Button>
        )}
      </PageHead>
      <Loaded query={query} empty={t('transfer.nobody')}>
        {(agents) => (
          <ul className={classes.list}>
            {agents.map((agent) => {
              const { status, activeChats, maxChats } = live[agent.id] ?? agent
              return (
                <li key={agent.id} className={classes.item}>
                  <Face id={agent.id} name={agent.name} size={36} />
                  <div className={classes.itemWords}>
                    <div className={classes.itemTitle}>{agent.name}</div>
                    <span className={classes.itemText}>
                      {[t(`role.${agent.role}`), agent.email].filter(Boolean).join(' · ')}
                    </span>
                  </div>
                  <div className={classes.side}>
                    <span className={classes.dot} data-status={status} />
                    {t(`agentStatus.${status}`)}
                    <span className={classes.itemText}>
                      {t('team.load', { active: activeChats, max: maxChats })}
                    </span>
                  </div>
                </li>
              )
            })}
          </ul>
        )}
      </Loaded>
      {adding && (
        <NewAgentForm
          onClose={() => setAdding(false)}
          onSaved={() => queryClient.invalidateQueries(agentsQuery)}
        />
      )}
    </>
  )
}
