import { useCallback, useEffect, useRef, useState } from 'react'

/** For a screen on the wall: nothing but the figures, large, and the screen stays on. */
export function useWall() {
  const ref = useRef<HTMLDivElement>(null)
  const [isOn, setOn] = useState(false)

  const toggle = useCallback(() => {
    setOn((before) => {
      if (before) void document.exitFullscreen?.().catch(() => undefined)
      // Where the browser has none the page is as large as its window.
      else void ref.current?.requestFullscreen?.().catch(() => undefined)
      return !before
    })
  }, [])

  useEffect(() => {
    if (!isOn) return
    let lock: WakeLockSentinel | undefined
    navigator.wakeLock?.request('screen').then(
      (held) => (lock = held),
      () => undefined,
    )
    const leave = () => {
      if (document.fullscreenElement === null) setOn(false)
    }
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setOn(false)
    }
    document.addEventListener('fullscreenchange', leave)
    document.addEventListener('keydown', escape)
    return () => {
      document.removeEventListener('fullscreenchange', leave)
      document.removeEventListener('keydown', escape)
      void lock?.release()
    }
  }, [isOn])

  return { ref, isOn, toggle }
}
