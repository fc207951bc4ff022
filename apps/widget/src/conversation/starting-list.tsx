import { pendingNeighbour, placeBetween } from '../messages/group-messages.ts'
import list from '../messages/message-list.module.css'
import { PendingRow } from '../messages/pending-row.tsx'
import { useClientState, useTexts } from '../shell/context.tsx'

/** What was written before the server has begun the conversation. */
export function StartingList() {
  const texts = useTexts()
  const { starting } = useClientState()
  const waiting = (starting?.pending ?? []).map(pendingNeighbour)
  return (
    <div className={list.frame}>
      <div className={list.scroller} role="log" aria-label={texts.messages} tabIndex={0}>
        <ol className={list.content}>
          {starting?.pending.map((pending, at) => (
            <PendingRow
              key={pending.clientId}
              pending={pending}
              place={placeBetween(waiting[at - 1], pendingNeighbour(pending), waiting[at + 1])}
            />
          ))}
        </ol>
      </div>
    </div>
  )
}
