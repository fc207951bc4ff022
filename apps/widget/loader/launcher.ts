import { readableOn } from '../src/theme/contrast.ts'
import { add, addStyle } from './draw.ts'
import css from './launcher.css?inline'

/** The words for what the buttons do, once the chat itself has told them. */
export interface ButtonWords {
  open: string
  close: string
  dismiss: string
  unread: string
}

export interface Look {
  position?: unknown
  color: string
  /** A greeting, or the beginning of a message. */
  bubble?: string
  words?: ButtonWords | undefined
}

export type Launcher = ReturnType<typeof createLauncher>

/**
 * The round button and the bubble beside it, drawn into a shadow root, where no style of the page reaches; open, so that
 * tests can look in. Until the visitor's language is there, "Chat" is understood in most.
 */
export function createLauncher() {
  const host = document.createElement('div')
  const root = host.attachShadow({ mode: 'open' })
  const box = add('div', root)
  const bubble = add('div', box, 'bubble')
  const words = add('button', bubble, 'words')
  const dismiss = add('button', bubble, 'dismiss')
  const button = add('button', box, 'launcher')
  dismiss.textContent = '✕'
  addStyle(root, css)

  function draw({ position, color, bubble: text = '', words: told }: Look): void {
    box.className = position === 'bottom-left' ? 'left' : 'right'
    box.style.setProperty('--accent', color)
    box.style.setProperty('--on-accent', readableOn(color))
    button.ariaLabel = told?.open || 'Chat'
    words.textContent = text
    bubble.hidden = !text
    dismiss.ariaLabel = told?.dismiss || 'OK'
  }
  return { host, root, box, button, words, dismiss, draw }
}
