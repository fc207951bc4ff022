import type { FaultSpan, History, Span } from './history.ts'

/** What is promised when a part fails. */
export const DELAY_MAX_MS = 20_000

/** From an ack to another reader's screen. */
export interface Delay {
  conversationId: string
  reader: string
  seq: number
  /** As a person with a watch would have it; time that the reader was away is no delay. */
  ms: number
  /** Counted from when the last fault in between was mended. */
  countedMs: number
  /** What was broken, or only just mended, meanwhile. */
  faults: string[]
}

/** How long each acked message took to each reader who saw it. */
export function delaysOf({ sent, readers, faults }: History): Delay[] {
  const acks = new Map(
    sent.flatMap(({ conversationId, clientId, outcome }) =>
      outcome.name === 'acked' ? [[`${conversationId} ${clientId}`, outcome.at]] : [],
    ),
  )
  return readers.flatMap(({ name, conversationId, shown, away }) =>
    shown.flatMap(({ clientId, seq, at }) => {
      const ackedAt = acks.get(`${conversationId} ${clientId}`)
      if (ackedAt === undefined || at <= ackedAt) return []
      const from = endOf(away, ackedAt, at)
      const between = faults.filter((fault) => fault.from < at && fault.to > ackedAt)
      return {
        conversationId,
        reader: name,
        seq,
        ms: at - from,
        // What is still broken is no excuse: the promise holds while a part is away.
        countedMs:
          at -
          endOf(
            between.filter((fault) => fault.to <= at),
            from,
            at,
          ),
        faults: kindsOf(faults.filter((fault) => fault.from < at && fault.feltUntil > ackedAt)),
      }
    }),
  )
}

/** When the last of the spans that lie between two moments was over; the first moment when there is none. */
function endOf(spans: readonly Span[], from: number, to: number): number {
  return spans
    .filter((span) => span.from < to && span.to > from)
    .reduce((latest, span) => Math.max(latest, Math.min(span.to, to)), from)
}

function kindsOf(faults: readonly FaultSpan[]): string[] {
  return [...new Set(faults.map(({ kind }) => kind))]
}
