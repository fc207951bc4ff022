import { Button } from '@mantine/core'
import { IconHandGrab } from '@tabler/icons-react'
import { useTranslation } from '../i18n/use-translation.ts'
import { keysOf } from '../commands/keymap.ts'
import { useAgentState } from '../session/use-client.ts'
import { useTakeNext } from './use-take-next.ts'

/** Who waits longest is one press away. */
export function TakeNext() {
  const { t } = useTranslation()
  const { busy, takeNext } = useTakeNext()
  const waiting = useAgentState(({ counts }) => counts?.unassigned ?? null)
  return (
    <Button
      size="compact-md"
      leftSection={<IconHandGrab size={16} stroke={1.8} />}
      title={`${t('queue.takeNext')} (${keysOf('queue.next')?.toUpperCase()})`}
      loading={busy}
      disabled={waiting === 0}
      onClick={() => void takeNext()}
    >
      {t('queue.takeNext')}
    </Button>
  )
}
