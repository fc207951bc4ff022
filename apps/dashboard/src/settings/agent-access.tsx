import type { AccountLink, Agent } from '@biometrics/chat-protocol'
import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showFailure } from '../session/explain.ts'
import { useProof } from '../security/use-proof.tsx'
import { rest } from '../session/rest.ts'
import { ShownLink } from './account-link.tsx'
import classes from './page.module.css'

/** How a colleague gets in, or does not any more. Each takes effect at once. */
export function AgentAccess({ agent, onChange }: { agent: Agent; onChange: () => void }) {
  const { t } = useTranslation()
  const [link, setLink] = useState<AccountLink | null>(null)
  const [active, setActive] = useState(agent.active)
  const { run, dialog } = useProof()
  const attempt = (work: () => Promise<void>) => run(work).catch((error) => showFailure(error, t))
  const makeLink = () => attempt(async () => setLink(await rest('POST', `/agents/${agent.id}/link`)))
  const signOut = () =>
    attempt(async () => {
      await rest('DELETE', `/agents/${agent.id}/sessions`)
      notifications.show({ color: 'green', message: t('team.signedOut') })
    })
  const forgetFactor = () =>
    attempt(async () => {
      await rest('DELETE', `/agents/${agent.id}/second-factor`)
      notifications.show({ color: 'green', message: t('team.factorRemoved') })
    })
  const setActivity = () =>
    attempt(async () => {
      const changed = await rest<Agent>('PATCH', `/agents/${agent.id}`, { active: !active })
      setActive(changed.active)
      onChange()
    })
  return (
    <section className={classes.section} aria-label={t('team.access')}>
      {dialog}
      <h3>{t('team.access')}</h3>
      <p>{active ? t('team.accessText') : t('team.inactiveText')}</p>
      <Group gap={8}>
        <Button variant="default" size="xs" disabled={!active} onClick={() => void makeLink()}>
          {t('team.newPassword')}
        </Button>
        <Button variant="default" size="xs" onClick={() => void signOut()}>
          {t('team.signOut')}
        </Button>
        <Button variant="default" size="xs" onClick={() => void forgetFactor()}>
          {t('team.removeFactor')}
        </Button>
        <Button
          variant={active ? 'subtle' : 'default'}
          {...(active && { color: 'red' })}
          size="xs"
          onClick={() => void setActivity()}
        >
          {active ? t('team.deactivate') : t('team.activate')}
        </Button>
      </Group>
      {link && (
        <div className={classes.shown}>
          <ShownLink link={link} name={agent.name} />
        </div>
      )}
    </section>
  )
}
