import { createLauncher, type Look } from './launcher.ts'
import { readStart } from './read-start.ts'
import {
  COLOR,
  DEFAULT_COLOR,
  guard,
  type Method,
  NAME,
  page,
  SEAT,
  type Seat,
  type Values,
  warn,
} from './seat.ts'

/** The address of the second script, beside this one; the build puts its hashed name here. */
declare const LATER_SCRIPT: string
/** The stored look of each app; the server puts it here when it sends this script. */
declare const CHAT_APPS: Record<string, Values>

const METHODS =
  'open close toggle show hide identify setAttributes setLanguage setTheme prefill send track reset destroy on once off get'

/** The page's API before the second script is there: every call is kept for it, and one that asks for something brings it. */
function waitingApi(calls: unknown[], ask: () => void): Record<string, Method> {
  const keep: Method = (...more) => {
    calls.push(...more)
    ask()
  }
  const api: Record<string, Method> = { push: keep }
  for (const name of METHODS.split(' ')) {
    api[name] = (...args) => {
      if (name === 'get') return args[0] === 'state' ? 'closed' : args[0] === 'unread' ? 0 : null
      keep([name, ...args])
      return () => void api.off?.(...args)
    }
  }
  return api
}

/** What the page's own storage remembers of this app; see `later/memory.ts`. */
function remembered(appId: string): Values {
  try {
    return JSON.parse(localStorage[`${NAME}:${appId}`])
  } catch {
    return {}
  }
}

/** Draws the button and the greeting, and takes calls; the rest comes when it is needed. */
function sitDown(appId: string, given: Values, calls: unknown[]): Seat {
  const { src } = document.currentScript as HTMLScriptElement
  const launcher = createLauncher()
  const stored = { ...CHAT_APPS[appId], ...remembered(appId) }
  const look = { ...stored, ...given } as unknown as Look & { greeting?: string }
  if (!COLOR.test(look.color)) look.color = DEFAULT_COLOR
  const { host, button, draw } = launcher
  draw(look)
  document.documentElement.append(host)

  let loading = false
  const load = () => {
    if (loading) return
    loading = true
    // Not by an element, whose address a page with Trusted Types would refuse.
    import(/* @vite-ignore */ new URL(LATER_SCRIPT, src).href).catch(warn)
  }
  const whenIdle = (work: () => void) => {
    const idle = () => (window.requestIdleCallback || setTimeout)(work)
    if (document.readyState === 'complete') idle()
    else addEventListener('load', idle)
  }
  const api = waitingApi(calls, () => whenIdle(load))
  const seat = { appId, src, given, stored, api, calls, launcher, bubble: '' }
  whenIdle(() => {
    if (stored.known || given.greetingRules || stored.greetingRules || calls[0]) load()
    else if (!stored.dismissed && !loading) {
      look.bubble = seat.bubble = `${look.greeting || ''}`
      draw(look)
    }
  })
  button.onpointerenter = button.onfocus = load
  const wanted = (call: string) => () => {
    calls.push([call])
    load()
  }
  button.onclick = launcher.words.onclick = wanted('toggle')
  launcher.dismiss.onclick = wanted('dismiss')
  return seat
}

guard(() => {
  const { given, calls } = readStart(page[NAME])
  const { appId } = given
  const seat = page[SEAT] as Seat | undefined
  if (seat) {
    page[NAME] = seat.api
    if (appId && appId !== seat.appId) warn(`"${seat.appId}" is here already, app "${appId}" is not started`)
  } else if (typeof appId === 'string' && appId) {
    const taken = sitDown(appId, given, calls)
    page[SEAT] = taken
    page[NAME] = taken.api
  } else warn('"appId" is missing, the chat is not started')
})
