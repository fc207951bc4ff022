import { createLauncher } from './launcher.ts'
import { readStart } from './read-start.ts'
import { COLOR, DEFAULT_COLOR, guard, type Method, NAME, page, SEAT, type Seat, warn } from './seat.ts'

/** The address of the second script, beside this one; the build puts its hashed name here. */
declare const LATER_SCRIPT: string

const METHODS =
  'open close toggle show hide identify setAttributes setLanguage setTheme prefill send track reset destroy on once off get'

/** The page's API before the second script is there: every call is kept for it. */
function waitingApi(calls: unknown[]): Record<string, Method> {
  const api: Record<string, Method> = { push: (...more) => calls.push(...more) }
  for (const name of METHODS.split(' ')) {
    api[name] = (...args) => {
      if (name === 'get') return args[0] === 'state' ? 'closed' : args[0] === 'unread' ? 0 : null
      calls.push([name, ...args])
      return () => void api.off?.(...args)
    }
  }
  return api
}

/** Draws the button and takes calls; everything else waits until the page is idle or somebody comes near. */
function sitDown(appId: string, given: Seat['given'], calls: unknown[]): Seat {
  const { src } = document.currentScript as HTMLScriptElement
  const launcher = createLauncher()
  const { host, button, draw } = launcher
  const color = COLOR.test(`${given.color}`) ? (given.color as string) : DEFAULT_COLOR
  draw({ ...given, color })
  document.documentElement.append(host)

  let loading = false
  const load = () => {
    if (loading) return
    loading = true
    const script = document.createElement('script')
    script.src = new URL(LATER_SCRIPT, src).href
    document.head.append(script)
  }
  const idle = () => (window.requestIdleCallback || setTimeout)(load)
  if (document.readyState === 'complete') idle()
  else addEventListener('load', idle)
  button.onpointerenter = button.onfocus = load
  button.onclick = () => {
    calls.push(['toggle'])
    load()
  }
  return { appId, src, given, calls, launcher, api: waitingApi(calls) }
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
