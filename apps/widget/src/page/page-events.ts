import type { Thread, VisitorState } from '@biometrics/chat-client'

export type PageEvent = readonly [name: string, data: unknown]

/** The events of the public API that lie between two states of the client. */
export function eventsBetween(known: VisitorState, after: VisitorState): PageEvent[] {
  // What the last visit knew is no event of this one.
  if (!after.answered) return []
  const before = known.answered ? known : { ...known, session: null, threads: {}, unread: 0 }
  const events: PageEvent[] = []
  if (before.unread !== after.unread) events.push(['unread', after.unread])
  const { session } = after
  if (session && before.session && availability(before) !== availability(after)) {
    events.push(['availability', { online: session.online, nextOpening: session.nextOpening }])
  }
  for (const id of Object.values(after.started)) {
    const thread = after.threads[id]
    if (thread && !hasBegun(before, id)) events.push(['conversation:start', thread.conversation])
  }
  if (before.threads === after.threads) return events
  for (const [id, thread] of Object.entries(after.threads)) {
    const earlier = before.threads[id]
    if (earlier) events.push(...changesOf(earlier, thread))
  }
  return events
}

/** Thread and key may come one after the other. */
function hasBegun({ threads, started }: VisitorState, id: string): boolean {
  return threads[id] !== undefined && Object.values(started).includes(id)
}

function changesOf({ conversation: before }: Thread, { conversation: after }: Thread): PageEvent[] {
  if (before === after) return []
  const events: PageEvent[] = []
  const { id: conversationId } = after
  if (before.agentId !== after.agentId) {
    const { agentId, agentName: name } = before
    if (before.agentId) events.push(['agent:leave', { conversationId, agentId, name }])
    if (after.agentId) {
      events.push(['agent:join', { conversationId, agentId: after.agentId, name: after.agentName }])
    }
  }
  const moved = before.queue?.position !== after.queue?.position
  if (after.queue && moved) events.push(['queue', { conversationId, ...after.queue }])
  if (before.status !== 'closed' && after.status === 'closed') events.push(['conversation:end', after])
  if (!before.rating && after.rating) events.push(['rating', { conversationId, ...after.rating }])
  return events
}

function availability({ session }: VisitorState): string {
  return `${session?.online} ${session?.nextOpening}`
}
