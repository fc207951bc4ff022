import type { AgentSessionInfo } from '@biometrics/chat-protocol'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDeviceDesktop } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { dayAndTime } from '../i18n/times.ts'
import { showFailure } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import { Loaded } from '../settings/page.tsx'
import page from '../settings/page.module.css'
import { deviceName } from './device-name.ts'
import { sessionsQuery } from './queries.ts'
import classes from './security.module.css'
import { useProof } from './use-proof.tsx'

/** The devices on which somebody is signed in as this agent. */
export function SessionsSection() {
  const { t } = useTranslation()
  const query = useQuery(sessionsQuery)
  const queryClient = useQueryClient()
  const { run, dialog } = useProof()
  const end = async (path: string, done?: string) => {
    try {
      const isDone = await run(() => rest('DELETE', path))
      if (isDone && done) notifications.show({ color: 'green', message: done })
    } catch (error) {
      showFailure(error, t)
    }
    await queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey })
  }
  const others = query.data?.filter(({ current }) => !current) ?? []
  return (
    <section className={page.section} aria-label={t('security.sessions')}>
      {dialog}
      <h3>{t('security.sessions')}</h3>
      <p>{others.length === 0 && query.data ? t('security.onlyThis') : t('security.sessionsText')}</p>
      <Loaded query={query} empty={t('security.onlyThis')}>
        {(sessions) => (
          <ul className={page.list}>
            {sessions.map((session) => (
              <Session
                key={session.id}
                session={session}
                onEnd={() => void end(`/me/sessions/${session.id}`)}
              />
            ))}
          </ul>
        )}
      </Loaded>
      {others.length > 1 && (
        <Button
          variant="default"
          className={classes.below}
          onClick={() => void end('/me/sessions', t('security.endedOthers'))}
        >
          {t('security.endOthers')}
        </Button>
      )}
    </section>
  )
}

function Session({ session, onEnd }: { session: AgentSessionInfo; onEnd: () => void }) {
  const { t } = useTranslation()
  const { userAgent, address, current, lastUsedAt, createdAt } = session
  const device = deviceName(userAgent) ?? t('security.unknownDevice')
  const facts = [
    address,
    t('security.lastUsed', { when: dayAndTime(Date.parse(lastUsedAt)) }),
    t('security.signedInAt', { when: dayAndTime(Date.parse(createdAt)) }),
  ]
  return (
    <li className={page.item}>
      <IconDeviceDesktop size={20} stroke={1.6} aria-hidden />
      <div className={page.itemWords}>
        <div className={page.itemTitle}>
          {device}
          {current && <span className={classes.here}>{t('security.thisDevice')}</span>}
        </div>
        <span className={page.itemText}>{facts.filter(Boolean).join(' · ')}</span>
      </div>
      {!current && (
        <Button
          variant="subtle"
          size="compact-sm"
          aria-label={t('security.endOne', { device })}
          onClick={onEnd}
        >
          {t('security.end')}
        </Button>
      )}
    </li>
  )
}
