/** What the tabs of one browser know of each other. */
export interface Tabs {
  /** Whether the agent has any of them in front. */
  inFront(): Promise<boolean>
  /** True in one tab only, for each id. */
  claim(id: string): Promise<boolean>
}

const FRONT = 'biometrics-chat:front'
const CLAIM = 'biometrics-chat:claim:'
/** Tabs hear of the same event within this time, also one that the browser has slowed down. */
const CLAIM_HELD_MS = 10_000

const isInFront = () => document.visibilityState === 'visible' && document.hasFocus()

/**
 * By locks of the browser, which let go of a tab that crashed. Without them (a page that is not served over https) every
 * tab speaks for itself.
 */
function watchTabs(): Tabs {
  const locks: LockManager | undefined = navigator.locks
  let release: (() => void) | null = null

  function follow(): void {
    if (!isInFront()) {
      release?.()
      release = null
      return
    }
    if (release !== null || !locks) return
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    // Shared: during a change of tabs two may be in front for a moment.
    locks.request(FRONT, { mode: 'shared' }, () => held).catch(() => undefined)
  }
  for (const event of ['focus', 'blur', 'pagehide']) window.addEventListener(event, follow)
  document.addEventListener('visibilitychange', follow)
  follow()

  return {
    async inFront() {
      if (isInFront() || !locks) return isInFront()
      const { held = [] } = await locks.query()
      return held.some(({ name }) => name === FRONT)
    },
    claim(id) {
      if (!locks) return Promise.resolve(true)
      return new Promise((resolve) => {
        locks
          .request(CLAIM + id, { ifAvailable: true }, async (lock) => {
            resolve(lock !== null)
            if (lock) await new Promise((later) => setTimeout(later, CLAIM_HELD_MS))
          })
          .catch(() => resolve(true))
      })
    },
  }
}

let watched: Tabs | undefined
/** Watches for as long as the page lives. */
export function browserTabs(): Tabs {
  watched ??= watchTabs()
  return watched
}
