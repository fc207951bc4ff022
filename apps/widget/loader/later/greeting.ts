import type { GreetingRules } from '../../src/page/channel.ts'
import type { Memory } from './memory.ts'

interface Surroundings {
  memory: { get(): Memory; keep(more: Memory): void }
  /** Whether somebody is there to answer; asked only where the rules want to know. */
  isOnline(): Promise<boolean>
  show(): void
}

/** Shows the greeting once everything that the rules ask for has come true. Returns the function that ends the watch. */
export function watchForGreeting(rules: GreetingRules, { memory, isOnline, show }: Surroundings): () => void {
  const { afterSeconds, urlPattern, scrollPercent, exitIntent, visitors, oncePerVisitor, onlyOnline } = rules
  const { seen, greeted } = memory.get()
  const returning = cameBefore(seen === true)
  memory.keep({ seen: true })
  const stops: (() => void)[] = []
  const end = () => {
    for (const stop of stops.splice(0)) stop()
  }
  const never =
    rules.enabled === false ||
    (oncePerVisitor && greeted === true) ||
    (visitors === 'returning' && !returning) ||
    (visitors === 'new' && returning)
  if (never) return end

  const hear = (target: EventTarget, name: string, listener: (event: Event) => void) => {
    target.addEventListener(name, listener, { passive: true })
    stops.push(() => target.removeEventListener(name, listener))
  }
  const waits = [
    afterSeconds &&
      new Promise<void>((done) => {
        const timer = setTimeout(done, afterSeconds * 1_000)
        stops.push(() => clearTimeout(timer))
      }),
    scrollPercent &&
      new Promise<void>((done) => {
        const look = () => {
          const room = document.documentElement.scrollHeight - innerHeight
          if (room <= 0 || (scrollY / room) * 100 >= scrollPercent) done()
        }
        hear(window, 'scroll', look)
        look()
      }),
    exitIntent &&
      new Promise<void>((done) => {
        hear(document.documentElement, 'mouseleave', (event) => {
          if ((event as MouseEvent).clientY <= 0) done()
        })
      }),
  ]
  void Promise.all(waits).then(async () => {
    // A single-page app may have gone elsewhere meanwhile.
    if (urlPattern && !fitsPattern(urlPattern, location.href)) return
    if (onlyOnline && !(await isOnline())) return
    if (oncePerVisitor) memory.keep({ greeted: true })
    show()
    end()
  })
  return end
}

/** A visit lasts as long as the tab; who was here before it is a returning visitor. */
function cameBefore(seen: boolean): boolean {
  const key = 'biometricsChat:returning'
  try {
    const known = sessionStorage.getItem(key) ?? (seen ? '1' : '0')
    sessionStorage.setItem(key, known)
    return known === '1'
  } catch {
    return seen
  }
}

/** `*` stands for anything: `https://shop.example/cart*`, or from the slash on `/cart*`. */
export function fitsPattern(pattern: string, address: string): boolean {
  const url = new URL(address)
  const text = pattern.startsWith('/') ? url.pathname + url.search : address
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
  return new RegExp(`^${source}$`).test(text)
}
