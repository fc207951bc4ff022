import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { TFunction } from 'i18next'

/** So long what was done can be taken back by one click. */
const OFFERED_MS = 8_000

/** Says what was done, with the way back. */
export function showUndo(message: string, undo: () => void, t: TFunction): void {
  const id = notifications.show({
    message: (
      <span style={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 12 }}>
        {message}
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(id)
            undo()
          }}
        >
          {t('common.undo')}
        </Button>
      </span>
    ),
    autoClose: OFFERED_MS,
    withBorder: true,
  })
}
