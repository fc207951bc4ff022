import type { Agent } from '@biometrics/chat-protocol'
import { ActionIcon, Button } from '@mantine/core'
import { IconPencil, IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { languageName } from '../i18n/language-names.ts'
import { agentsQuery } from '../session/queries.ts'
import { useAgentState, useMe } from '../session/use-client.ts'
import { Face } from '../shell/face.tsx'
import { LoadBar } from '../shell/load-bar.tsx'
import { EditAgentForm } from './edit-agent-form.tsx'
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
  const [edited, setEdited] = useState<Agent | null>(null)
  const reload = () => queryClient.invalidateQueries(agentsQuery)
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
                <li key={agent.id} className={`${classes.item} ${classes.person}`}>
                  <Face id={agent.id} name={agent.name} picture={agent.picture} size={36} />
                  <div className={classes.itemWords}>
                    <div className={classes.itemTitle}>{agent.name}</div>
                    <span className={classes.itemText}>
                      {[t(`role.${agent.role}`), agent.reach === 'groups' && t('reach.short'), agent.email]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                    <Abilities agent={agent} />
                  </div>
                  <span className={classes.side}>
                    <span className={classes.dot} data-status={status} />
                    {agent.active ? t(`agentStatus.${status}`) : t('team.inactive')}
                  </span>
                  <LoadBar active={activeChats} max={maxChats} />
                  {me.role === 'admin' && (
                    <ActionIcon
                      aria-label={t('common.editNamed', { name: agent.name })}
                      onClick={() => setEdited(agent)}
                    >
                      <IconPencil size={18} stroke={1.7} />
                    </ActionIcon>
                  )}
                </li>
              )
            })}
          </ul>
        )}
      </Loaded>
      {adding && <NewAgentForm onClose={() => setAdding(false)} onSaved={reload} />}
      {edited && <EditAgentForm agent={edited} onClose={() => setEdited(null)} onSaved={reload} />}
    </>
  )
}

/** What somebody can do, as routing sees it. */
function Abilities({ agent }: { agent: Agent }) {
  const words = [...agent.skills, ...agent.languages.map(languageName)]
  if (words.length === 0) return null
  return (
    <span className={classes.abilities}>
      {words.map((word) => (
        <span key={word} className={classes.ability}>
          {word}
        </span>
      ))}
    </span>
  )
}
