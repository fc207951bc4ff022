import { Component, type ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'

/**
 * What the chat uses of React, made of Preact; the build puts it in React's place. `preact/compat` would bring the rest
 * of React for another kilobyte on the wire. Two differences to know: an event is the browser's own, and attributes of
 * pictures keep their written names (`stroke-width`), so icons are drawn by the style sheet.
 */
export { createContext } from 'preact'
export {
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'preact/hooks'

export function useSyncExternalStore<T>(subscribe: (changed: () => void) => () => void, read: () => T): T {
  const value = read()
  const [, redraw] = useState({})
  const drawn = useRef({ value, read })
  // Preact, other than React, draws what it has begun.
  // oxlint-disable-next-line react/immutability
  drawn.current = { value, read }
  useLayoutEffect(() => {
    const look = () => {
      if (!Object.is(drawn.current.read(), drawn.current.value)) redraw({})
    }
    // It may have changed between drawing and listening.
    look()
    return subscribe(look)
  }, [subscribe])
  return value
}

/** Draws again only when the properties say something else. */
export function memo<Props extends object>(
  draw: (props: Props) => ComponentChildren,
  same: (one: Props, next: Props) => boolean,
) {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      return !same(this.props, next)
    }
    override render(props: Props): ComponentChildren {
      return draw(props)
    }
  }
}
