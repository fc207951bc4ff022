import { useEffect, useRef } from 'react'

/**
 * A dialog is gone as soon as it is closed, and with it what had the focus: that goes back to where it was, or to the
 * page where that is gone too. Who removes what it was on calls what is returned.
 */
export function useReturnFocus(): () => void {
  const before = useRef(document.activeElement)
  useEffect(
    () => () => {
      // After whatever closes the dialog has put the focus where it wants it.
      setTimeout(() => {
        if (document.activeElement !== document.body) return
        const known = before.current
        const goal = known?.isConnected && known !== document.body ? known : document.getElementById('main')
        if (goal instanceof HTMLElement) goal.focus({ preventScroll: true })
      })
    },
    [],
  )
  return () => {
    before.current = null
  }
}
