import type { Timing } from './timing.ts'

/** Who was away for longer may come back to a connection that is dead without knowing it. */
const ABSENT_MS = 30_000
const TICK_MS = 15_000

/**
 * Calls back when waiting may be pointless: the network came back or is another one, or the page is looked at again.
 * `doubtful`: a connection that seems to be open may not be.
 */
export function onWake(timing: Timing, listener: (doubtful: boolean) => void): () => void {
  if (typeof document === 'undefined' || typeof addEventListener !== 'function') return () => {}
  const network = networkInformation()
  let networkType = network?.type
  let hiddenAt: number | undefined

  const heardOfNetwork = () => listener(true)
  // Told of every new estimate of its speed too.
  const networkChanged = () => {
    if (network?.type === networkType) return
    networkType = network?.type
    listener(true)
  }
  const looked = () => {
    if (document.visibilityState !== 'visible') {
      hiddenAt ??= timing.now()
      return
    }
    const absentMs = timing.now() - (hiddenAt ?? timing.now())
    hiddenAt = undefined
    listener(absentMs > ABSENT_MS)
  }
  addEventListener('online', heardOfNetwork)
  network?.addEventListener('change', networkChanged)
  document.addEventListener('visibilitychange', looked)
  return () => {
    removeEventListener('online', heardOfNetwork)
    network?.removeEventListener('change', networkChanged)
    document.removeEventListener('visibilitychange', looked)
  }
}

/** Calls back when time has jumped, as it does while a computer sleeps. */
export function onSleep(timing: Timing, listener: () => void): () => void {
  let expectedAt = 0
  let callOff = () => {}
  const tick = () => {
    expectedAt = timing.now() + TICK_MS
    callOff = timing.after(TICK_MS, () => {
      const late = timing.now() - expectedAt
      tick()
      // A hidden page's timers are held back; it is asked again when it is looked at.
      if (late > ABSENT_MS && !isHidden()) listener()
    })
  }
  tick()
  return () => callOff()
}

function isHidden(): boolean {
  return typeof document !== 'undefined' && document.visibilityState === 'hidden'
}

interface NetworkInformation extends EventTarget {
  /** `wifi`, `cellular` …; only where the browser tells. */
  type?: string
}

function networkInformation(): NetworkInformation | undefined {
  return (globalThis.navigator as { connection?: NetworkInformation } | undefined)?.connection
}
