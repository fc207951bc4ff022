import { type MouseEvent, type PointerEvent, useRef } from 'react'
import { selection } from './selection.ts'

const LONG_MS = 500
/** A finger that moves on scrolls. */
const STILL_PX = 10

/** Where nothing hovers a long press on a row marks it, and with some marked a tap marks too. */
export function useLongPress() {
  const press = useRef({ timer: 0, x: 0, y: 0, touch: false, marked: false })
  const callOff = () => window.clearTimeout(press.current.timer)
  return {
    onPointerDown(event: PointerEvent) {
      callOff()
      const id = conversationOf(event.target)
      const touch = event.pointerType !== 'mouse'
      press.current = { timer: 0, x: event.clientX, y: event.clientY, touch, marked: false }
      if (!touch || id === null) return
      press.current.timer = window.setTimeout(() => {
        press.current.marked = true
        selection.toggle(id)
      }, LONG_MS)
    },
    onPointerMove({ clientX, clientY }: PointerEvent) {
      const { x, y } = press.current
      if (Math.hypot(clientX - x, clientY - y) > STILL_PX) callOff()
    },
    onPointerUp: callOff,
    onPointerCancel: callOff,
    /** The browser's own menu for links. */
    onContextMenu(event: MouseEvent) {
      if (press.current.touch) event.preventDefault()
    },
    onClickCapture(event: MouseEvent) {
      const id = conversationOf(event.target)
      const { touch, marked } = press.current
      if (id === null || !touch || (!marked && selection.chosen.size === 0)) return
      event.preventDefault()
      event.stopPropagation()
      if (!marked) selection.toggle(id)
    },
  }
}

function conversationOf(target: EventTarget): string | null {
  const row = target instanceof Element ? target.closest('[data-conversation]') : null
  return row?.getAttribute('data-conversation') ?? null
}
