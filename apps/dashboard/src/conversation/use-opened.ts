import { useRef } from 'react'
import { useStateFor } from '../shell/use-state-for.ts'
import type { MenuPage } from './action-menu.tsx'

/** What is open at the head of a conversation: a page of its menu, or a dialog. */
export type Opened = MenuPage | Dialog | null
export type Dialog = 'transfer' | 'snoozeAt' | 'tags' | 'closing'

const DIALOGS: ReadonlySet<Opened> = new Set(['transfer', 'snoozeAt', 'tags', 'closing'])

/** One thing at a time; whoever had the focus before it opened has it again afterwards. */
export function useOpened(conversationId: string) {
  const [opened, setOpened] = useStateFor<Opened>(conversationId, () => null)
  const before = useRef<HTMLElement | null>(null)

  function open(what: Opened): void {
    if (opened === null && what !== null) {
      before.current = focused()
      // Who types on before a dialog is drawn must not write to the visitor.
      before.current?.blur()
    }
    setOpened(what)
    if (what === null) giveBack()
  }
  /** A line of the menu that opens a dialog closes the menu too, and must not close the dialog with it. */
  function closeMenu(): void {
    setOpened((now) => (DIALOGS.has(now) ? now : null))
    giveBack()
  }
  function giveBack(): void {
    requestAnimationFrame(() => {
      const lost = focused() === null && document.querySelector('[role="dialog"]') === null
      if (lost && before.current?.isConnected) before.current.focus({ preventScroll: true })
    })
  }
  const isDialog = DIALOGS.has(opened)
  return {
    page: isDialog ? null : (opened as MenuPage | null),
    dialog: isDialog ? (opened as Dialog) : null,
    open,
    closeMenu,
    close: () => open(null),
  }
}

/** Null as well when the focus is somewhere that is about to go. */
function focused(): HTMLElement | null {
  const { activeElement } = document
  if (!(activeElement instanceof HTMLElement) || activeElement === document.body) return null
  return activeElement.closest('[role="menu"], [role="dialog"]') ? null : activeElement
}
