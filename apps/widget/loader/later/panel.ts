import { add, addStyle } from '../draw.ts'
import type { Launcher } from '../launcher.ts'
import css from './panel.css?inline'

/** The chat's window and the bubble beside the launcher, in the launcher's shadow root. */
export function createPanel({ root, box }: Launcher, german: () => boolean) {
  addStyle(root, css)
  const panel = add('div', box, 'panel')
  const bubble = add('div', box, 'bubble')
  const words = add('button', bubble, 'words')
  const dismiss = add('button', bubble, 'dismiss')
  dismiss.textContent = '✕'
  bubble.hidden = true
  setTheme('auto')
  // The launcher comes last, so that the keyboard meets greeting and chat before it.
  box.prepend(bubble, panel)

  function say(text: string): void {
    words.textContent = text
    bubble.hidden = !text
    dismiss.ariaLabel = german() ? 'Ausblenden' : 'Dismiss'
  }
  function setTheme(theme: unknown): void {
    box.style.colorScheme = theme === 'light' || theme === 'dark' ? theme : 'light dark'
  }
  return { panel, words, dismiss, say, setTheme }
}

const PHONE = '(max-width: 480px)'

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
