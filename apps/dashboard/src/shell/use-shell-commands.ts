import {
  IconBell,
  IconHandGrab,
  IconLayoutBoard,
  IconSearch,
  IconSettings,
  IconWorld,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { createElement } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { type Command, useCommands } from '../commands/commands.ts'
import { VIEWS } from '../inbox/views.ts'
import { useTakeNext } from '../queue/use-take-next.ts'
import { showFailure } from '../session/explain.ts'
import { supervises } from '../session/supervises.ts'
import { useClient, useMe } from '../session/use-client.ts'
import { StatusDot } from './status-dot.tsx'
import { STATUSES } from './status-menu.tsx'
import { viewIcon } from './view-links.ts'

const VIEW_COMMANDS = {
  mine: 'go.mine',
  unassigned: 'go.queue',
  open: 'go.open',
  snoozed: 'go.snoozed',
  closed: 'go.closed',
} as const

/** What can be done wherever one is. */
export function useShellCommands(): void {
  const { t } = useTranslation()
  const me = useMe()
  const client = useClient()
  const navigate = useNavigate()
  const { takeNext } = useTakeNext()

  const views = VIEWS.map((view): Command => {
    const id = VIEW_COMMANDS[view]
    return {
      id,
      group: 'go',
      label: t(`commands.${id}`),
      Icon: viewIcon(view),
      run: () => void navigate({ to: '/inbox/$view', params: { view } }),
    }
  })
  const statuses = STATUSES.filter((status) => status !== me.status).map(
    (status): Command => ({
      id: `status.${status}`,
      group: 'status',
      label: t('commands.status', { status: t(`agentStatus.${status}`) }),
      Icon: DOTS[status],
      run: () => void client.setStatus(status).catch((error) => showFailure(error, t)),
    }),
  )
  useCommands([
    {
      id: 'queue.next',
      group: 'queue',
      label: t('commands.queue.next'),
      Icon: IconHandGrab,
      run: () => void takeNext(),
    },
    ...views,
    {
      id: 'go.search',
      group: 'go',
      label: t('commands.go.search'),
      Icon: IconSearch,
      run: () => void navigate({ to: '/search' }),
    },
    {
      id: 'go.visitors',
      group: 'go',
      label: t('commands.go.visitors'),
      Icon: IconWorld,
      run: () => void navigate({ to: '/visitors' }),
    },
    ...(!supervises(me.role)
      ? []
      : [
          {
            id: 'go.board',
            group: 'go' as const,
            label: t('commands.go.board'),
            Icon: IconLayoutBoard,
            run: () => void navigate({ to: '/board' }),
          },
        ]),
    {
      id: 'go.settings',
      group: 'go',
      label: t('commands.go.settings'),
      Icon: IconSettings,
      run: () => void navigate({ to: '/settings' }),
    },
    {
      id: 'go.notices',
      group: 'go',
      label: t('settings.notices'),
      Icon: IconBell,
      run: () => void navigate({ to: '/settings/notices' }),
    },
    ...statuses,
  ])
}

const DOTS = {
  online: () => createElement(StatusDot, { status: 'online' }),
  away: () => createElement(StatusDot, { status: 'away' }),
  offline: () => createElement(StatusDot, { status: 'offline' }),
}
