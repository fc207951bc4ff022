import type { Thread } from '@biometrics/chat-client'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { VirtualizerHandle } from 'virtua'
import { useClient } from '../session/use-client.ts'
import type { Row } from './rows.ts'

/** What lies further above than so many messages is looked at by itself, see `use-past.ts`; what lies nearer is loaded. */
const FAR = 1_000

export function isFar(seq: number | undefined, first: number | undefined): boolean {
  return seq !== undefined && first !== undefined && first - seq > FAR
}

/** The position that somebody came for, from a search. */
export function useWantedSeq(): number | undefined {
  return useSearch({ strict: false }).at
}

/** Leads to a message: loads what lies above until it is there, and shows it in the middle. */
export function useJump(
  { conversation: { id }, history }: Thread,
  rows: readonly Row[],
  list: React.RefObject<VirtualizerHandle | null>,
  stay: () => void,
): void {
  const client = useClient()
  const seq = useWantedSeq()
  const jump = useRef({ seq, isDone: seq === undefined })
  useEffect(() => {
    if (jump.current.seq !== seq) jump.current = { seq, isDone: seq === undefined }
    const [first] = rows
    if (jump.current.isDone || (first?.kind === 'stored' && isFar(seq, first.message.seq))) return
    const index = rows.findIndex((row) => row.kind === 'stored' && row.message.seq === seq)
    if (index >= 0) {
      jump.current.isDone = true
      stay()
      list.current?.scrollToIndex(index, { align: 'center' })
    } else if (history === 'partial') {
      client.loadOlder(id, LIMITS.pageSizeMax).catch(() => undefined)
    }
  }, [client, id, seq, rows, history, list, stay])
}
