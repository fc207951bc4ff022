import type { PageFacts } from '../../src/page/channel.ts'

// A single-page app sets its title after the route.
const TITLE_SETTLES_MS = 50

export function pageFacts(): PageFacts {
  return { url: location.href, title: document.title, referrer: document.referrer }
}

/** Calls back when a single-page app has gone to another address; returns the function that ends it. */
export function watchRoute(changed: () => void): () => void {
  let known = location.href
  let watching = true
  const look = () =>
    setTimeout(() => {
      if (!watching || location.href === known) return
      known = location.href
      changed()
    }, TITLE_SETTLES_MS)
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name]
    history[name] = function (...args) {
      original.apply(this, args)
      look()
    }
  }
  addEventListener('popstate', look)
  return () => {
    // Somebody else may have wrapped our wrapper by now, so it stays and falls silent.
    watching = false
    removeEventListener('popstate', look)
  }
}
