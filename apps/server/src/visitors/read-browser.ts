/** The first that fits: browsers call themselves by the names of others too. */
const BROWSERS: readonly [name: string, sign: RegExp][] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\/(\d+)/],
  ['Opera', /\bOPR\/(\d+)/],
  ['Samsung Internet', /\bSamsungBrowser\/(\d+)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /\b(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /\bVersion\/(\d+)[^ ]* (?:Mobile\/\S+ )?Safari\//],
]
const SYSTEMS: readonly [name: string, sign: RegExp][] = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
]

/** A browser and its system in words, from how it calls itself; what is not known is left open. */
export function readBrowser(userAgent: string): { name: string | null; system: string | null } {
  let name: string | null = null
  for (const [known, sign] of BROWSERS) {
    const version = sign.exec(userAgent)?.[1]
    if (version === undefined) continue
    name = `${known} ${version}`
    break
  }
  return { name, system: SYSTEMS.find(([, sign]) => sign.test(userAgent))?.[0] ?? null }
}
