import { useEffect } from 'react'
import { useClient } from '../session/use-client.ts'

const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

/** [PR1] Tells that a person is at this device, from which idle time is counted; the client does so once a minute. */
export function useActivity(): void {
  const client = useClient()
  useEffect(() => {
    const { activity } = client
    const options = { capture: true, passive: true }
    for (const sign of SIGNS) window.addEventListener(sign, activity, options)
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, activity, options)
    }
  }, [client])
}
