import { browserStorage } from '@biometrics/chat-client'
import type { CannedResponse, Conversation } from '@biometrics/chat-protocol'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useState } from 'react'
import { cannedResponsesQuery } from '../session/queries.ts'
import { rest } from '../session/rest.ts'
import { useMe } from '../session/use-client.ts'
import { useStateFor } from '../shell/use-state-for.ts'
import { fillIn, type SlashQuery, searchCanned, slashQueryAt } from './canned.ts'
import { countUse, usesOf } from './own-use.ts'
import { writeIn } from './write-in.ts'

export const CANNED_LIST_ID = 'canned-responses'
export function optionId(index: number): string {
  return `canned-response-${index}`
}

/** The search that a slash opens: follows the caret, is led by the arrow keys, and puts a text in the slash's place. */
export function useCanned(
  conversation: Conversation,
  box: RefObject<HTMLTextAreaElement | null>,
  /** Files that go along with a response. */
  addFiles: (files: CannedResponse['attachments']) => void,
) {
  const me = useMe()
  const [slash, setSlash] = useStateFor<SlashQuery | null>(conversation.id, () => null)
  const [index, setIndex] = useStateFor(conversation.id, () => 0)
  const query = useQuery({ ...cannedResponsesQuery, enabled: slash !== null })
  const [storage] = useState(browserStorage)
  const found =
    slash && query.data
      ? searchCanned(query.data, slash.query, usesOf(storage, me.id), conversation.visitor.language)
      : []

  function follow(): void {
    const { current } = box
    if (!current) return
    const caret = current.selectionStart
    const next = caret === current.selectionEnd ? slashQueryAt(current.value, caret) : null
    if (next?.query !== slash?.query) setIndex(0)
    setSlash(next)
  }

  function choose(response: CannedResponse): void {
    const { current } = box
    if (!current || !slash) return
    const text = fillIn(response.content, conversation, me)
    writeIn(current, text, slash.start, slash.start + 1 + slash.query.length)
    setSlash(null)
    addFiles(response.attachments)
    countUse(storage, me.id, response.id)
    // Only a count for the ranking: nobody waits for it, and nothing is lost without it.
    rest('POST', `/canned-responses/${response.id}/use`).catch(() => undefined)
  }

  /** True when the key was meant for the list. */
  function onKeyDown(event: KeyboardEvent): boolean {
    if (slash === null) return false
    const chosen = found[index]
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Escape') setSlash(null)
    else if (step !== undefined && found.length > 0) setIndex((index + step + found.length) % found.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && chosen) choose(chosen)
    else return false
    event.preventDefault()
    return true
  }

  return {
    listId: CANNED_LIST_ID,
    activeId: optionId(index),
    open: slash !== null && (found.length > 0 || query.isPending || query.isError || slash.query === ''),
    loading: query.isPending,
    failed: query.isError,
    found,
    index,
    follow,
    choose,
    onKeyDown,
    hover: setIndex,
    dismiss: () => setSlash(null),
    openAtEnd() {
      const { current } = box
      if (!current) return
      const end = current.value.length
      writeIn(current, /\S$/.test(current.value) ? ' /' : '/', end, end)
    },
  }
}

export type Canned = ReturnType<typeof useCanned>
