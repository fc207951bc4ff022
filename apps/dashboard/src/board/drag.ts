import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter'
import { type RefObject, useEffect, useRef, useState } from 'react'

const KIND = 'conversation'

/** Makes an element one that can be picked up with the mouse. */
export function useDraggable(conversationId: string): [RefObject<HTMLLIElement | null>, boolean] {
  const element = useRef<HTMLLIElement>(null)
  const [dragged, setDragged] = useState(false)
  useEffect(() => {
    if (!element.current) return
    return draggable({
      element: element.current,
      getInitialData: () => ({ kind: KIND, conversationId }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    })
  }, [conversationId])
  return [element, dragged]
}

/** Makes an element one that conversations can be put down on; `holds` names those that are there already. */
export function useDropTarget<Target extends HTMLElement>(
  holds: (conversationId: string) => boolean,
  onDrop: (conversationId: string) => void,
): [RefObject<Target | null>, boolean] {
  const element = useRef<Target>(null)
  const [over, setOver] = useState(false)
  const latest = useRef({ holds, onDrop })
  useEffect(() => {
    latest.current = { holds, onDrop }
  })
  useEffect(() => {
    if (!element.current) return
    return dropTargetForElements({
      element: element.current,
      canDrop: ({ source }) =>
        source.data.kind === KIND && !latest.current.holds(String(source.data.conversationId)),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false)
        latest.current.onDrop(String(source.data.conversationId))
      },
    })
  }, [])
  return [element, over]
}
