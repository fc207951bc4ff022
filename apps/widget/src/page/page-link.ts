import type { Hello, Kept, PageCalls, PageFacts, Shown } from './channel.ts'

/** One call of the page, as name and data together. */
export type PageCall = { [Name in keyof PageCalls]: { name: Name; data: PageCalls[Name] } }[keyof PageCalls]

/** The frame's end of the channel to the page around it. */
export interface PageLink {
  hello: Hello
  onCall(listener: (call: PageCall) => void): void
  /** An event of the public API, or one of the loader's own words. */
  tell(name: string, data?: unknown): void
  show(shown: Partial<Shown>): void
  keep(kept: Partial<Kept>): void
}

/** Waits for the page's first word. It must come from the page that holds the frame, and brings the port to answer on. */
export function connectPage(): Promise<PageLink> {
  return new Promise((resolve) => {
    addEventListener('message', function first({ source, data, ports: [port] }: MessageEvent) {
      if (source !== window.parent || !port || !isHello(data)) return
      removeEventListener('message', first)
      resolve(linkOver(port, data))
    })
  })
}

function linkOver(port: MessagePort, hello: Hello): PageLink {
  const tell = (name: string, data?: unknown) => port.postMessage([name, data])
  return {
    hello,
    tell,
    show: (shown) => tell('show', shown),
    keep: (kept) => tell('keep', kept),
    onCall(listener) {
      port.onmessage = ({ data }) => {
        // Who carries it out knows the names, and no other does anything.
        if (Array.isArray(data)) listener({ name: data[0], data: data[1] })
      }
    },
  }
}

function isHello(data: unknown): data is Hello {
  const { config, page } = (data ?? {}) as Partial<Hello>
  return typeof config === 'object' && config !== null && isPage(page)
}

export function isPage(page: unknown): page is PageFacts {
  const { url, title, referrer } = (page ?? {}) as Partial<PageFacts>
  return typeof url === 'string' && typeof title === 'string' && typeof referrer === 'string'
}
