import type { AgentStatus } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { ActionIcon, Popover, UnstyledButton } from '@mantine/core'
import { IconBell, IconLogout, IconMinus, IconPlus, IconUser } from '@tabler/icons-react'
import { Link, useRouteContext, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { showFailure } from '../session/explain.ts'
import { useClient, useMe } from '../session/use-client.ts'
import { Face } from './face.tsx'
import { LoadBar } from './load-bar.tsx'
import { StatusDot } from './status-dot.tsx'
import classes from './status-menu.module.css'

export const STATUSES = ['online', 'away', 'offline'] as const satisfies readonly AgentStatus[]

/** Who I am, whether I take chats and how many, and the way out. */
export function StatusMenu({ place }: { place: 'side' | 'bottom' }) {
  const { t } = useTranslation()
  const me = useMe()
  const [opened, setOpened] = useState(false)
  const load = t('shell.load', { active: me.activeChats, max: me.maxChats })
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position={place === 'side' ? 'top-start' : 'top-end'}
      width={272}
      shadow="md"
      trapFocus
      returnFocus
      withinPortal={false}
      transitionProps={{ duration: 90 }}
    >
      <Popover.Target>
        <UnstyledButton
          className={classes.button}
          data-place={place}
          title={t('shell.account')}
          onClick={() => setOpened(!opened)}
        >
          <span className={classes.face}>
            <Face id={me.id} name={me.name} picture={me.picture} size={place === 'side' ? 32 : 24} />
            <span className={classes.dot} data-status={me.status} />
          </span>
          <span className={classes.words} data-place={place}>
            <span className={classes.name}>{place === 'side' ? me.name : t('shell.me')}</span>
            <span className={classes.status}>{`${t(`agentStatus.${me.status}`)} · ${load}`}</span>
          </span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('shell.account')} className={classes.panel}>
        <Status />
        <Capacity />
        <Links onChoose={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}

function Status() {
  const { t } = useTranslation()
  const me = useMe()
  const client = useClient()
  // Shown at once; the server's word is awaited behind it.
  const [asked, setAsked] = useState<AgentStatus | null>(null)
  const choose = (status: AgentStatus) => {
    setAsked(status)
    client
      .setStatus(status)
      .catch((error) => showFailure(error, t))
      .finally(() => setAsked(null))
  }
  return (
    <fieldset className={classes.statuses}>
      <legend className={classes.legend}>{t('shell.status')}</legend>
      {STATUSES.map((status) => (
        <label key={status} className={classes.choice}>
          <input
            type="radio"
            name="status"
            value={status}
            checked={(asked ?? me.status) === status}
            onChange={() => choose(status)}
          />
          <StatusDot status={status} />
          <span className={classes.choiceWords}>
            {t(`agentStatus.${status}`)}
            <span className={classes.hint}>{t(`agentStatusHint.${status}`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** Takes effect at once: more room may bring the next one who waits. */
function Capacity() {
  const { t } = useTranslation()
  const me = useMe()
  const client = useClient()
  const change = (maxChats: number) =>
    client.setStatus(me.status, maxChats).catch((error) => showFailure(error, t))
  return (
    <div className={classes.capacity} role="group" aria-label={t('shell.maxChats')}>
      <LoadBar active={me.activeChats} max={me.maxChats} />
      <span className={classes.stepper}>
        <ActionIcon
          variant="default"
          size={30}
          aria-label={t('shell.fewer')}
          title={t('shell.fewer')}
          disabled={me.maxChats <= 1}
          onClick={() => void change(me.maxChats - 1)}
        >
          <IconMinus size={15} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={30}
          aria-label={t('shell.more')}
          title={t('shell.more')}
          disabled={me.maxChats >= LIMITS.maxChats}
          onClick={() => void change(me.maxChats + 1)}
        >
          <IconPlus size={15} />
        </ActionIcon>
      </span>
    </div>
  )
}

function Links({ onChoose }: { onChoose: () => void }) {
  const { t } = useTranslation()
  const signOut = useSignOut()
  return (
    <div className={classes.links}>
      <Link to="/settings/profile" className={classes.link} onClick={onChoose}>
        <IconUser size={16} stroke={1.7} aria-hidden />
        {t('settings.profile')}
      </Link>
      <Link to="/settings/notices" className={classes.link} onClick={onChoose}>
        <IconBell size={16} stroke={1.7} aria-hidden />
        {t('settings.notices')}
      </Link>
      <UnstyledButton className={classes.link} onClick={signOut}>
        <IconLogout size={16} stroke={1.7} aria-hidden />
        {t('shell.signOut')}
      </UnstyledButton>
    </div>
  )
}

function useSignOut(): () => Promise<void> {
  const { t } = useTranslation()
  const { session, queryClient } = useRouteContext({ from: '/signed-in' })
  const router = useRouter()
  return async () => {
    try {
      await session.logout()
    } catch (error) {
      showFailure(error, t)
      return
    }
    queryClient.clear()
    await router.navigate({ to: '/login' })
  }
}
