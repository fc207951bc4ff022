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
  return (
    allowed.length === 0 || origin === undefined || ownPage || allowed.some((entry) => covers(entry, origin))
  )
}

/** An origin is covered by itself; `https://*.example.com` covers every name below example.com, but not that name. */
function covers(entry: string, origin: string): boolean {
  const [scheme = '', rest] = entry.split('*', 2)
  if (rest === undefined) return entry === origin
  // A name below has at least one character before the dot, and nothing in it that is not of a name.
  return (
    origin.startsWith(scheme) &&
    origin.endsWith(rest) &&
    /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(origin.slice(scheme.length, origin.length - rest.length))
  )
}

/**
 * One entry of an app's list in the form browsers send: scheme, host and port alone, or with `*.` in front of a name of at
 * least two parts; null when it is neither.
 */
export function toOrigin(text: string): string | null {
  const [, scheme = '', star = '', rest = ''] = /^([a-z]+:\/\/)(\*\.)?([^*]*)$/i.exec(text.trim()) ?? []
  const url = URL.parse(scheme + rest)
  if (!url || url.origin === 'null' || !/^https?:$/.test(url.protocol)) return null
  if (
    (url.pathname !== '/' && url.pathname !== '') ||
    url.search !== '' ||
    url.hash !== '' ||
    url.username !== ''
  )
    return null
  if (star === '') return url.origin
  const isName = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(url.hostname) && !/^[\d.]+$/.test(url.hostname)
  return isName ? url.origin.replace('://', '://*.') : null
}
