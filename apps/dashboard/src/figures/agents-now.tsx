import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { onBoard } from '../board/agent-order.ts'
import { duration, useNow } from '../i18n/times.ts'
import { useAgentState } from '../session/use-client.ts'
import { Face } from '../shell/face.tsx'
import { LoadBar } from '../shell/load-bar.tsx'
import { StatusDot } from '../shell/status-dot.tsx'
import classes from './figures.module.css'
import { useTexts } from './use-texts.ts'

/** Who is there, since when, and how full. */
export function AgentsNow({ groupId }: { groupId: string | null }) {
  const { t: words } = useTranslation()
  const t = useTexts()
  const now = useNow()
  const team = useAgentState((state) => state.team)
  const agents = useMemo(
    () => onBoard(team, groupId).filter(({ status }) => status !== 'offline'),
    [team, groupId],
  )
  return (
    <section className={classes.panel} aria-labelledby="figures-agents">
      <h2 className={classes.panelTitle} id="figures-agents">
        {t('live.agents')}
      </h2>
      {agents.length === 0 && <p className={classes.quiet}>{t('live.noAgents')}</p>}
      <ul className={classes.rows}>
        {agents.map((agent) => (
          <li key={agent.id} className={classes.row}>
            <Face id={agent.id} name={agent.name} picture={agent.picture} size={28} />
            <span className={classes.grow}>{agent.name}</span>
            <span className={classes.status}>
              <StatusDot status={agent.status} />
              {words(`agentStatus.${agent.status}`)}
              {agent.since && ` ${duration(Math.max(0, now - Date.parse(agent.since)), words)}`}
            </span>
            <LoadBar active={agent.activeChats} max={agent.maxChats} />
          </li>
        ))}
      </ul>
    </section>
  )
}
