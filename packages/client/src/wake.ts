/** Calls back when waiting may be pointless: the network came back, or the page is looked at again. */
export function onWake(listener: () => void): () => void {
  if (typeof document === 'undefined' || typeof addEventListener !== 'function') return () => {}
  const shown = () => {
    if (document.visibilityState === 'visible') listener()
  }
  addEventListener('online', listener)
  document.addEventListener('visibilitychange', shown)
  return () => {
    removeEventListener('online', listener)
    document.removeEventListener('visibilitychange', shown)
  }
}
