import type { PageCalls, PageConfig, PageFacts } from '../../src/page/channel.ts'

export interface Frame {
  element: HTMLIFrameElement
  /** The port keeps what is said until the frame can hear it. */
  tell<Name extends keyof PageCalls>(name: Name, data?: PageCalls[Name]): void
}

export interface FrameStart {
  address: URL
  title: string
  config: PageConfig
  page: () => PageFacts
  heard: (name: string, data: unknown) => void
}

/** Loads the chat and hands it one end of a channel, by a message that only the chat's own origin can read. */
export function createFrame(parent: Node, { address, title, config, page, heard }: FrameStart): Frame {
  const element = document.createElement('iframe')
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = ({ data }) => {
    if (Array.isArray(data) && typeof data[0] === 'string') heard(data[0], data[1])
  }
  element.addEventListener(
    'load',
    () => element.contentWindow?.postMessage({ config, page: page() }, address.origin, [port2]),
    { once: true },
  )
  element.title = title
  element.allow = 'autoplay; clipboard-write'
  element.src = address.href
  parent.appendChild(element)
  return { element, tell: (name, data) => port1.postMessage([name, data]) }
}
