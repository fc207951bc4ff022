import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import classes from './resizer.module.css'

const STEP_PX = 16

export interface PanelWidth {
  /** Null: as wide as the page makes it. */
  width: number | null
  set: (width: number | null) => void
}

/** As this device's agent has left it. */
export function usePanelWidth(name: string): PanelWidth {
  const key = `biometrics-chat:width:${name}`
  const [width, setWidth] = useState(() => Number(localStorage.getItem(key)) || null)
  return {
    width,
    set(wanted) {
      setWidth(wanted)
      if (wanted === null) localStorage.removeItem(key)
      else localStorage.setItem(key, String(wanted))
    },
  }
}

/** The edge of a panel, to be drawn or moved by the arrow keys; a double click gives the usual width back. */
export function Resizer(props: {
  label: string
  /** On which side of the edge the panel is. */
  panel: 'left' | 'right'
  min: number
  max: number
  size: PanelWidth
}) {
  const { label, panel, min, max, size } = props
  const direction = panel === 'left' ? 1 : -1
  const set = (width: number) => size.set(Math.round(Math.min(max, Math.max(min, width))))

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault()
    const edge = event.currentTarget
    const begun = { x: event.clientX, width: widthOf(edge, panel) }
    edge.setPointerCapture(event.pointerId)
    edge.onpointermove = (moved) => set(begun.width + direction * (moved.clientX - begun.x))
    edge.onpointerup = edge.onpointercancel = () => {
      edge.onpointermove = null
    }
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowLeft: -STEP_PX, ArrowRight: STEP_PX }[event.key]
    if (step === undefined) return
    event.preventDefault()
    set(widthOf(event.currentTarget, panel) + direction * step)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={size.width ?? min}
      tabIndex={0}
      className={classes.edge}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      onDoubleClick={() => size.set(null)}
    />
  )
}

function widthOf(edge: HTMLElement, panel: 'left' | 'right'): number {
  const beside = panel === 'left' ? edge.previousElementSibling : edge.nextElementSibling
  return beside?.getBoundingClientRect().width ?? 0
}
