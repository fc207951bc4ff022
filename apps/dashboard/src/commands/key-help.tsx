import { IconKeyboard } from '@tabler/icons-react'
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { type Command, useCommands } from './commands.ts'
import { type KeyHelp as Help, useShortcuts } from './use-shortcuts.ts'

const Palette = lazy(() => import('./palette.tsx'))
const ShortcutSheet = lazy(() => import('./shortcut-sheet.tsx'))

/** Listens to the keys of the whole page, and shows what they can do. */
export function KeyHelp() {
  const { t } = useTranslation()
  const [shown, setShown] = useState<Help | null>(null)
  const before = useRef<Element | null>(null)
  const chosen = useRef<Command | null>(null)

  const show = useCallback((help: Help) => {
    before.current = document.activeElement
    // Who types on before it is drawn must not write to a visitor.
    if (before.current instanceof HTMLElement) before.current.blur()
    setShown(help)
  }, [])
  const close = useCallback(() => setShown(null), [])
  const choose = useCallback((command: Command) => {
    chosen.current = command
  }, [])
  // The focus is back where it was before the command runs, so that a dialog of it can give it back again.
  useEffect(() => {
    if (shown !== null) return
    if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true })
    before.current = null
    chosen.current?.run()
    chosen.current = null
  }, [shown])

  useShortcuts(show)
  useCommands([
    {
      id: 'help.keys',
      group: 'help',
      label: t('shortcuts.title'),
      Icon: IconKeyboard,
      run: () => show('keys'),
    },
  ])
  return (
    <Suspense>
      {shown === 'palette' && <Palette onClose={close} onChoose={choose} />}
      {shown === 'keys' && <ShortcutSheet onClose={close} />}
    </Suspense>
  )
}
