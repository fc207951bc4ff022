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
  /** What a chat that has loaded itself anew must hear. */
  again: () => (keyof PageCalls)[]
}

/** Loads the chat and hands it one end of a channel, by a message that only the chat's own origin can read. */
export function createFrame(
  parent: Element,
  { address, title, config, page, heard, again }: FrameStart,
): Frame {
  const element = document.createElement('iframe')
  let { port1, port2 } = new MessageChannel()
  const listen = () => {
    port1.onmessage = ({ data }) => {
      if (Array.isArray(data) && typeof data[0] === 'string') heard(data[0], data[1])
    }
  }
  let loads = 0
  listen()
  element.addEventListener('load', () => {
    loads += 1
    // The chat has loaded itself anew, so it needs another channel, and to hear again that it is open.
    if (loads > 1) {
      port1.close()
      ;({ port1, port2 } = new MessageChannel())
      listen()
      for (const call of again()) port1.postMessage([call])
    }
    element.contentWindow?.postMessage({ config, page: page() }, address.origin, [port2])
  })
  element.title = parent.ariaLabel = title
  parent.role = 'dialog'
  element.allow = 'autoplay; clipboard-write'
  element.src = address.href
  parent.appendChild(element)
  return { element, tell: (name, data) => port1.postMessage([name, data]) }
}
