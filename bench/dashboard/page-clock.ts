import type { Page } from '@playwright/test'

/** All in milliseconds of the page's own clock. */
declare global {
  interface Window {
    handAt: number
    /** When the newest page of a conversation had come over the socket. */
    answeredAt: number
    events: number
    /** When something stands painted on the page; asked for before it is there. */
    paintedWhen(selector: string, text: string): Promise<number>
  }
}

/** Notes when a hand or the server did something; what is painted is asked for by hand. */
export async function watchPage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.handAt = 0
    window.answeredAt = 0
    window.events = 0
    const press = (event: Event) => {
      window.handAt = event.timeStamp
      window.answeredAt = 0
    }
    addEventListener('keydown', press, true)
    addEventListener('click', press, true)

    const Native = window.WebSocket
    window.WebSocket = class extends Native {
      constructor(...given: ConstructorParameters<typeof WebSocket>) {
        super(...given)
        // Before the page's own listener, so at the moment of the answer.
        this.addEventListener('message', ({ data }) => {
          const text = String(data)
          if (text.startsWith('42')) window.events += 1
          if (text.startsWith('43') && text.includes('"messages":[')) window.answeredAt ||= performance.now()
        })
      }
    }

    window.paintedWhen = (selector, text) =>
      new Promise((resolve, reject) => {
        const late = () =>
          reject(
            new Error(
              `"${text}" has not been painted, but ${document.querySelector(selector)?.textContent}.`,
            ),
          )
        const timer = setTimeout(late, 20_000)
        const look = () => {
          const shown = document.querySelector(selector)
          if (!shown?.textContent?.includes(text)) return false
          observer.disconnect()
          clearTimeout(timer)
          // The first task after the next frame: until then it has been drawn, if not a frame earlier.
          const drawn = () => resolve(performance.now())
          requestAnimationFrame(() => window.scheduler.postTask(drawn, { priority: 'user-blocking' }))
          return true
        }
        const observer = new MutationObserver(look)
        observer.observe(document, { childList: true, subtree: true, characterData: true })
        look()
      })
  })
}
