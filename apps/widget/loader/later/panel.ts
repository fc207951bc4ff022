import { add, addStyle } from '../draw.ts'
import type { ButtonWords, Launcher } from '../launcher.ts'
import css from './panel.css?inline'

const MOST_SHOWN = 9

/** The chat's window, in the launcher's shadow root. */
export function createPanel({ root, box, button }: Launcher) {
  addStyle(root, css)
  const panel = add('div', box, 'panel')
  setTheme('auto')
  // The launcher comes last, so that the keyboard meets greeting and chat before it.
  box.prepend(panel)

  function setTheme(theme: unknown): void {
    box.style.colorScheme = theme === 'light' || theme === 'dark' ? theme : 'light dark'
  }
  const badge = add('i', button)

  /** What changes while the chat is there: whether it is open, and how much is unread. */
  function draw(open: boolean, unread: number, words: ButtonWords | undefined): void {
    const count = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread > 0 ? `${unread}` : ''
    const label = (open ? words?.close : words?.open) ?? 'Chat'
    box.classList.toggle('open', open)
    badge.textContent = count
    button.ariaLabel = count ? `${label}, ${count} ${words?.unread ?? ''}` : label
    button.ariaExpanded = `${open}`
  }
  return { panel, setTheme, draw }
}

/** As in panel.css. */
const PHONE = '(max-width: 480px), (max-height: 420px)'

/** On a phone, keeps the window inside what the on-screen keyboard leaves free. */
export function fitKeyboard(panel: HTMLElement): () => void {
  const view = window.visualViewport
  const phone = matchMedia(PHONE)
  const fit = () => {
    const covered = phone.matches && view && innerHeight - view.height > 1
    panel.style.height = covered ? `${view.height}px` : ''
    panel.style.top = covered ? `${view.offsetTop}px` : ''
  }
  view?.addEventListener('resize', fit)
  view?.addEventListener('scroll', fit)
  return () => {
    view?.removeEventListener('resize', fit)
    view?.removeEventListener('scroll', fit)
  }
}

/** While the page is in the background its tab says how much is unread; the page's own title comes back as it was. */
export function titleOf(page: Document) {
  let added = ''
  return (unread: number): void => {
    const own = added && page.title.startsWith(added) ? page.title.slice(added.length) : page.title
    added = unread > 0 && page.hidden ? `(${unread}) ` : ''
    if (page.title !== added + own) page.title = added + own
  }
}

const MARK = 'biometricsChat'

/** On a phone the chat looks like a page of its own, so the back button closes it; the page's own history stays as it was. */
export function watchBack(close: () => void) {
  let ours = false
  const heard = () => {
    if (!ours) return
    ours = false
    close()
  }
  addEventListener('popstate', heard)
  return {
    follow(open: boolean): void {
      if (open && !ours && matchMedia(PHONE).matches) {
        history.pushState({ ...history.state, [MARK]: true }, '')
        ours = true
      } else if (!open && ours) {
        ours = false
        if (history.state?.[MARK]) history.back()
      }
    },
    stop: () => removeEventListener('popstate', heard),
  }
}
