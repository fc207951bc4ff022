import type { Conversation } from '@biometrics/chat-protocol'
import { type KeyboardEvent, type RefObject } from 'react'
import { reaches } from '../conversation/reaches.ts'
import { useAgentState, useMe } from '../session/use-client.ts'
import { useStateFor } from '../shell/use-state-for.ts'
import { type At, atQueryAt, searchNames } from './names.ts'
import type { Suggestions } from './suggestions.ts'
import { writeIn } from './write-in.ts'

export const NAMES_LIST_ID = 'colleagues'
export const nameOptionId = (index: number) => `colleague-${index}`

export interface Names extends Suggestions {
  found: readonly { id: string; name: string }[]
  index: number
  choose(name: string): void
  hover(index: number): void
}

/** [AW4] In a note `@` asks whom it is for, of those who see the conversation; visitors see neither the note nor the name. */
export function useNames(
  isNote: boolean,
  conversation: Conversation,
  box: RefObject<HTMLTextAreaElement | null>,
): Names {
  const { id: myId } = useMe()
  const team = useAgentState((state) => state.team)
  const [at, setAt] = useStateFor<At | null>(conversation.id, () => null)
  const [index, setIndex] = useStateFor(conversation.id, () => 0)
  const colleagues = Object.values(team).filter((one) => one.id !== myId && reaches(one, conversation))
  const found = isNote && at ? searchNames(colleagues, at.query) : []

  function follow(): void {
    const { current } = box
    if (!current || !isNote) return
    const caret = current.selectionStart
    const next = caret === current.selectionEnd ? atQueryAt(current.value, caret) : null
    if (next?.query !== at?.query) setIndex(0)
    setAt(next)
  }

  function choose(name: string): void {
    const { current } = box
    if (!current || !at) return
    writeIn(current, `@${name} `, at.start, at.start + 1 + at.query.length)
    setAt(null)
  }

  function onKeyDown(event: KeyboardEvent): boolean {
    if (found.length === 0) return false
    const chosen = found[index]
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Escape') setAt(null)
    else if (step !== undefined) setIndex((index + step + found.length) % found.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && chosen) choose(chosen.name)
    else return false
    event.preventDefault()
    return true
  }

  return {
    open: found.length > 0,
    listId: NAMES_LIST_ID,
    activeId: nameOptionId(index),
    found,
    index,
    follow,
    choose,
    onKeyDown,
    hover: setIndex,
    dismiss: () => setAt(null),
  }
}
