import type { AgentStatus } from '@biometrics/chat-protocol'
import { Menu, UnstyledButton } from '@mantine/core'
import { IconLogout, IconSettings, IconUser } from '@tabler/icons-react'
import { Link, useRouteContext, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { showFailure } from '../session/explain.ts'
import { useClient, useMe } from '../session/use-client.ts'
import classes from './agent-menu.module.css'
import { Face } from './face.tsx'

const STATUSES = ['online', 'away', 'offline'] as const satisfies readonly AgentStatus[]

/** Who I am, whether I take chats, and the way out. */
export function AgentMenu({ place }: { place: 'side' | 'bottom' }) {
  const { t } = useTranslation()
  const me = useMe()
  const client = useClient()
  const signOut = useSignOut()
  const setStatus = (status: AgentStatus) => client.setStatus(status).catch((error) => showFailure(error, t))

  return (
    <Menu position={place === 'side' ? 'top-start' : 'top-end'} width={220}>
      <Menu.Target>
        <UnstyledButton className={classes.button} data-place={place} title={t('shell.account')}>
          <span className={classes.face}>
            <Face id={me.id} name={me.name} size={place === 'side' ? 32 : 24} />
            <span className={classes.dot} data-status={me.status} />
          </span>
          <span className={classes.words} data-place={place}>
            <span className={classes.name}>{place === 'side' ? me.name : t('shell.me')}</span>
            <span className={classes.status}>{t(`agentStatus.${me.status}`)}</span>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('shell.status')}</Menu.Label>
        {STATUSES.map((status) => (
          <Menu.Item
            key={status}
            leftSection={<span className={classes.choice} data-status={status} />}
            onClick={() => setStatus(status)}
            fw={me.status === status ? 650 : 400}
            aria-current={me.status === status || undefined}
          >
            {t(`agentStatus.${status}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          component={Link}
          to="/settings/profile"
          leftSection={place === 'side' ? <IconUser size={16} /> : <IconSettings size={16} />}
        >
          {place === 'side' ? t('settings.profile') : t('shell.settings')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={signOut}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
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
