import { guard } from '../seat.ts'

/** What happens on the page itself needs nobody to tell it. */
const FROM_FRAME = /^(?!ready$|open$|close$)/

type Listener = (data?: unknown) => void

/** Who listens to which event. A listener that throws is reported and harms nobody else. */
export function createEvents(firstHeard: () => void) {
  const listeners = new Map<string, Set<Listener>>()
  let ready = false

  function off(name: string, listener: Listener): void {
    listeners.get(name)?.delete(listener)
  }
  function on(name: string, listener: Listener): () => void {
    if (typeof listener !== 'function') throw new TypeError(`on("${name}") needs a function`)
    const heardBy = listeners.get(name) ?? new Set()
    if (!heard() && FROM_FRAME.test(name)) queueMicrotask(firstHeard)
    listeners.set(name, heardBy.add(listener))
    // Who asks for `ready` late is told all the same.
    if (name === 'ready' && ready) queueMicrotask(() => guard(listener))
    return () => off(name, listener)
  }
  function once(name: string, listener: Listener): () => void {
    const stop = on(name, (data) => {
      stop()
      listener(data)
    })
    return stop
  }
  function emit(name: string, data?: unknown): void {
    if (name === 'ready') ready = true
    for (const listener of [...(listeners.get(name) ?? [])]) guard(() => listener(data))
  }
  const heard = () => [...listeners.keys()].some((name) => FROM_FRAME.test(name))
  return { on, once, off, emit, heard }
}
