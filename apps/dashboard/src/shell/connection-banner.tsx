import type { AgentState } from '@biometrics/chat-client'
import { IconCloudOff } from '@tabler/icons-react'
import { useTranslation } from '../i18n/use-translation.ts'
import { useAgentState } from '../session/use-client.ts'
import classes from './connection-banner.module.css'

/** Says that the connection is gone, and what has not been sent yet. */
export function ConnectionBanner() {
  const { t } = useTranslation()
  const offline = useAgentState((state) => state.connection.status === 'offline')
  const unsent = useAgentState(unsentOf)
  return (
    <div role="status">
      {offline && (
        <div className={classes.banner}>
          <IconCloudOff size={17} aria-hidden />
          <span>
            {t('connection.offline')}
            {unsent > 0 && ` ${t('connection.unsent', { count: unsent })}`}
          </span>
        </div>
      )}
    </div>
  )
}

function unsentOf({ threads }: AgentState): number {
  return Object.values(threads).reduce((sum, thread) => sum + thread.pending.length, 0)
}
