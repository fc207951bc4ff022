import { readableOn } from '../src/theme/contrast.ts'
import { add, addStyle } from './draw.ts'
import css from './launcher.css?inline'

export interface Look {
  open?: boolean
  unread?: number
  position?: unknown
  color: string
  language?: unknown
}

export type Launcher = ReturnType<typeof createLauncher>

const CHAT = 'M5.5 6h13v9h-6.5l-4 3.5v-3.5h-2.5z'
const CHEVRON = 'M6 9l6 6l6-6'
const MOST_SHOWN = 9

/** The round button, drawn into a shadow root, where no style of the page reaches; open, so that tests can look in. */
export function createLauncher() {
  const host = document.createElement('div')
  const root = host.attachShadow({ mode: 'open' })
  const box = add('div', root)
  const button = add('button', box, 'launcher')
  const svg = (tag: string, parent: Node) =>
    parent.appendChild(document.createElementNS('http://www.w3.org/2000/svg', tag)) as Element
  const picture = svg('svg', button)
  const path = svg('path', picture)
  const badge = add('i', button)
  picture.setAttribute('viewBox', '0 0 24 24')
  addStyle(root, css)

  function draw({ open, unread, position, color, language }: Look): void {
    const german = /^de/i.test(`${language || navigator.language}`)
    const count = unread ? (unread > MOST_SHOWN ? `${MOST_SHOWN}+` : `${unread}`) : ''
    const label = open ? (german ? 'Chat schließen' : 'Close chat') : german ? 'Chat öffnen' : 'Open chat'
    box.className = (position === 'bottom-left' ? 'left' : 'right') + (open ? ' open' : '')
    box.style.setProperty('--accent', color)
    box.style.setProperty('--on-accent', readableOn(color))
    path.setAttribute('d', open ? CHEVRON : CHAT)
    badge.textContent = count
    button.ariaLabel = count ? `${label}, ${count} ${german ? 'ungelesen' : 'unread'}` : label
    button.ariaExpanded = `${!!open}`
  }
  return { host, root, box, button, draw }
}
