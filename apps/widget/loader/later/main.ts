import type { GreetingRules, Kept, PageCalls, Shown } from '../../src/page/channel.ts'
import { DEFAULT_COLOR, guard, type Method, NAME, page, SEAT, type Seat, warn } from '../seat.ts'
import { readConfig } from './config.ts'
import { createEvents } from './events.ts'
import { createFrame, type Frame } from './frame.ts'
import type { watchForGreeting } from './greeting.ts'
import { createMemory, type Memory } from './memory.ts'
import { createPanel, fitKeyboard, titleOf, watchBack } from './panel.ts'
import { pageFacts, watchRoute } from './route.ts'

/** The address of what watches for the moment of a greeting with rules; the build puts its hashed name here. */
declare const GREETING_SCRIPT: string

const FRAME_ANSWERS_MS = 20_000

function run(seat: Seat): void {
  const { launcher, api, stored } = seat
  const memory = createMemory(seat.appId)
  const config = readConfig(seat.given, warn)
  const shown: Shown = { unread: 0, visitor: null, conversation: null, bubble: seat.bubble }
  let state: 'closed' | 'open' = 'closed'
  let frame: Frame | undefined
  let answered = false

  const view = createPanel(launcher)
  const title = titleOf(document)
  const events = createEvents(() => frame?.tell('listen'))

  function draw(): void {
    const { position, color, words } = { color: DEFAULT_COLOR, ...stored, ...memory.get(), ...config }
    launcher.draw({ position, color: color as string, bubble: shown.bubble, words: words as Kept['words'] })
    view.draw(state === 'open', shown.unread, words as Kept['words'])
    title(shown.unread)
  }

  function load(): Frame {
    if (frame) return frame
    const address = new URL(`/widget/${encodeURIComponent(seat.appId)}`, seat.src)
    frame = createFrame(view.panel, { address, title: 'Chat', config, page: pageFacts, heard, again })
    if (events.heard()) frame.tell('listen')
    setTimeout(() => {
      if (!answered)
        fail('frame_unreachable', `${address.href} does not answer; is this website allowed there?`)
    }, FRAME_ANSWERS_MS)
    return frame
  }
  function again(): (keyof PageCalls)[] {
    return [...(events.heard() ? ['listen' as const] : []), state === 'open' ? 'open' : 'wake']
  }
  function fail(code: string, message: string): void {
    warn(message)
    events.emit('error', { code, message })
  }

  function heard(name: string, data: unknown): void {
    answered = true
    if (name === 'close') setState('closed')
    else if (name === 'keep') memory.keep(data as Memory)
    else if (name === 'warn') warn(data)
    else if (name === 'show') Object.assign(shown, data)
    else events.emit(name, data)
    draw()
  }

  function setState(next: typeof state): void {
    if (state === next) return
    const { element, tell } = load()
    const focused = launcher.root.activeElement
    state = next
    shown.bubble = ''
    draw()
    tell(state === 'open' ? 'open' : 'close')
    if (state === 'open') element.focus()
    else if (focused === element) launcher.button.focus()
    back.follow(state === 'open')
    events.emit(state === 'open' ? 'open' : 'close')
  }
  const toggle = () => setState(state === 'open' ? 'closed' : 'open')
  const back = watchBack(() => setState('closed'))

  const tell = (name: 'identify' | 'setAttributes' | 'prefill' | 'send') => (data: unknown) =>
    load().tell(name, data)
  const methods: Record<string, Method> = {
    open: () => setState('open'),
    close: () => setState('closed'),
    toggle,
    show: () => {
      launcher.host.hidden = false
    },
    hide() {
      setState('closed')
      launcher.host.hidden = true
    },
    identify: tell('identify'),
    setAttributes: tell('setAttributes'),
    prefill: tell('prefill'),
    send: tell('send'),
    track: (name, data) => load().tell('track', { name, data }),
    setLanguage(wanted) {
      Object.assign(config, readConfig({ language: wanted }, warn))
      frame?.tell('setLanguage', config.language)
      draw()
    },
    setTheme(theme) {
      view.setTheme(theme)
      load().tell('setTheme', theme)
    },
    reset() {
      memory.keep({ known: false })
      Object.assign(shown, { unread: 0, visitor: null, conversation: null })
      frame?.tell('reset')
      draw()
    },
    destroy() {
      for (const stop of stops) stop()
      launcher.host.remove()
      delete page[SEAT]
      delete page[NAME]
    },
    on: (name, listener) => events.on(name as string, listener as Method),
    once: (name, listener) => events.once(name as string, listener as Method),
    off: (name, listener) => events.off(name as string, listener as Method),
    get(name) {
      if (name === 'state') return launcher.host.hidden ? 'hidden' : state
      return name === 'unread' || name === 'visitor' || name === 'conversation' ? shown[name] : undefined
    },
    push(...calls) {
      for (const call of calls) carryOut(call)
      return calls.length
    },
  }
  function carryOut(call: unknown): void {
    if (typeof call === 'function') return void guard(() => call(api))
    const [name, ...args] = Array.isArray(call) ? call : []
    if (name in methods) api[name]?.(...args)
    else warn(`there is no call "${String(name)}"`)
  }

  for (const name of Object.keys(methods)) api[name] = (...args) => guard(() => methods[name]?.(...args))
  const { button } = launcher
  button.onclick = toggle
  button.onpointerenter = button.onfocus = () => void load()
  button.onkeydown = (event) => {
    if (event.key === 'Escape') setState('closed')
  }
  launcher.words.onclick = () => setState('open')
  launcher.dismiss.onclick = methods.dismiss = () => {
    shown.bubble = ''
    memory.keep({ dismissed: true })
    draw()
    button.focus()
  }
  const looked = () => title(shown.unread)
  document.addEventListener('visibilitychange', looked)
  const stops = [
    () => document.removeEventListener('visibilitychange', looked),
    watchRoute(() => frame?.tell('page', pageFacts())),
    fitKeyboard(view.panel),
    back.stop,
  ]

  const { known, dismissed } = memory.get()
  const rules = (config.greetingRules ?? stored.greetingRules) as GreetingRules | undefined
  const greeting = config.greeting ?? stored.greeting ?? memory.get().greeting
  if (rules && greeting && !known && !dismissed) {
    const show = () => {
      if (state === 'open' || shown.bubble) return
      shown.bubble = String(greeting)
      draw()
    }
    import(/* @vite-ignore */ new URL(GREETING_SCRIPT, seat.src).href).then(
      (loaded: { watchForGreeting: typeof watchForGreeting }) =>
        stops.push(loaded.watchForGreeting(rules, { memory, isOnline, show })),
      () => {},
    )
  }
  async function isOnline(): Promise<boolean> {
    const address = new URL(`/api/v1/availability?appId=${encodeURIComponent(seat.appId)}`, seat.src)
    const answer = await fetch(address).catch(() => null)
    return answer?.ok === true && (await answer.json()).online === true
  }
  draw()
  if (known) load().tell('wake')
  else if (button.matches(':hover, :focus')) load()
  for (const call of seat.calls.splice(0)) carryOut(call)
  events.emit('ready')
}

guard(() => run(page[SEAT] as Seat))
