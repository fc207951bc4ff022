/** Who asks: the Origin header, and whether the page is one of this server's own. */
export interface Caller {
  origin: string | undefined
  ownPage: boolean
}

/**
 * Whether a page of this origin may use an app. An empty list allows every origin; the server's own pages (the widget's
 * frame and the full-page chat) are always allowed, because who may frame them is said by `frame-ancestors`. A caller
 * without an Origin is no browser page, and a list of pages says nothing about it.
 */
export function isOriginAllowed(allowed: readonly string[], { origin, ownPage }: Caller): boolean {
  return allowed.length === 0 || origin === undefined || ownPage || allowed.includes(origin)
}
