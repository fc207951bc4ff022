const KEY = 'biometrics-chat:muted'

/** The visitor's own word on sounds, for all chats of this server on this device. */
export function isMuted(): boolean {
  try {
    return localStorage.getItem(KEY) === '1'
  } catch {
    return false
  }
}

export function setMuted(muted: boolean): void {
  try {
    localStorage.setItem(KEY, muted ? '1' : '0')
  } catch {
    // Blocked: for this page it stays as it was.
  }
}
