import { useEffect, useState } from 'react'
import { useClientState, useTexts } from './context.tsx'
import { OFFLINE, Icon } from './icons.tsx'
import styles from './lost-connection.module.css'

// A short loss, as in a lift or at a restart of the server, is not worth a word.
const WORTH_SAYING_MS = 1_500

export function useLost(): boolean {
  const lost = useClientState().connection.status === 'offline'
  const [said, setSaid] = useState(false)
  useEffect(() => {
    if (!lost) return setSaid(false)
    const timer = setTimeout(() => setSaid(true), WORTH_SAYING_MS)
    return () => clearTimeout(timer)
  }, [lost])
  return lost && said
}

/** Says that the connection is lost and that nothing is lost with it. */
export function LostConnection() {
  const texts = useTexts()
  const lost = useLost()
  return (
    <div role="status">
      {lost && (
        <p className={styles.banner}>
          <Icon path={OFFLINE} size={18} />
          {texts.lost}
        </p>
      )}
    </div>
  )
}
