import type { Kept, Shown } from '../../src/page/channel.ts'
import { DEFAULT_COLOR, guard, type Method, NAME, page, SEAT, type Seat, warn } from '../seat.ts'
import { readConfig } from './config.ts'
import { createEvents } from './events.ts'
import { createFrame, type Frame } from './frame.ts'
import { createMemory } from './memory.ts'
import { createPanel, fitKeyboard } from './panel.ts'
import { pageFacts, watchRoute } from './route.ts'

const FRAME_ANSWERS_MS = 20_000

function run(seat: Seat): void {
  const { launcher, api } = seat
  const config = readConfig(seat.given, warn)
  const memory = createMemory(seat.appId)
  const events = createEvents()
  const shown: Shown = { unread: 0, visitor: null, conversation: null, bubble: '' }
  let state: 'closed' | 'open' = 'closed'
  let frame: Frame | undefined

  const language = () => config.language || memory.get().language || navigator.language
  const view = createPanel(launcher, () => /^de/i.test(language()))

  function draw(): void {
    const { position, color } = { color: DEFAULT_COLOR, ...memory.get(), ...config }
    launcher.draw({ open: state === 'open', unread: shown.unread, position, color, language: language() })
    view.say(shown.bubble)
  }

  function load(): Frame {
    if (frame) return frame
    const address = new URL(`/widget/${encodeURIComponent(seat.appId)}`, seat.src)
    frame = createFrame(view.panel, { address, title: 'Chat', config, page: pageFacts, heard })
    setTimeout(() => {
      if (!answered)
        fail('frame_unreachable', `${address.href} does not answer; is this website allowed there?`)
    }, FRAME_ANSWERS_MS)
    return frame
  }
  let answered = false
  function fail(code: string, message: string): void {
    warn(message)
    events.emit('error', { code, message })
  }

  function heard(name: string, data: unknown): void {
    answered = true
    if (name === 'close') setState('closed')
    else if (name === 'keep') memory.keep(data as Kept)
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
    events.emit(state === 'open' ? 'open' : 'close')
  }
  const toggle = () => setState(state === 'open' ? 'closed' : 'open')

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
  view.words.onclick = () => setState('open')
  view.dismiss.onclick = () => {
    shown.bubble = ''
    memory.keep({ dismissed: true })
    draw()
    button.focus()
  }
  const stops = [watchRoute(() => frame?.tell('page', pageFacts())), fitKeyboard(view.panel)]

  const { known, dismissed, greeting } = memory.get()
  if (!known && !dismissed) shown.bubble = config.greeting ?? greeting ?? ''
  draw()
  if (known) load().tell('wake')
  for (const call of seat.calls.splice(0)) carryOut(call)
  events.emit('ready')
}

guard(() => run(page[SEAT] as Seat))
