import type { Store, Thread } from '@biometrics/chat-client'
import type { Line, Reader, Side, Span } from '../check/history.ts'

type Message = Thread['messages'][number]

/** Looks over a reader's shoulder and writes down what comes and goes on the screen. */
export interface Screen {
  reader: Reader
  /** How often the connection came back, and how often more than one message came at once after it. */
  readonly reconnects: number
  readonly catchUps: number
  readonly thread: Thread | undefined
  /** Away on purpose: delays are not counted. */
  leave(): void
  come(): void
  /** Writes down what stands there now. */
  finish(): void
}

/** What visitors' and agents' clients both show. */
export interface Watched {
  connection: { status: string }
  threads: Readonly<Record<string, Thread>>
}

export function watchScreen(
  store: Store<Watched>,
  facts: { name: string; side: Side; conversationId: string },
  now: () => number,
): Screen {
  const { conversationId } = facts
  const reader: Reader = {
    ...facts,
    stayed: true,
    shown: [],
    screen: [],
    taken: [],
    // Nobody waited for it before it was opened.
    away: [{ from: 0, to: now() }],
    readMarks: [],
  }
  const known = new Map<string, Line>()
  let last: readonly Message[] = []
  let isOnline = store.state.connection.status === 'online'
  let away: Span | undefined
  let reconnects = 0
  let catchUps = 0

  function look() {
    const thread = store.state.threads[conversationId]
    if (thread && thread.messages !== last) {
      read(thread.messages)
      last = thread.messages
    }
    if (thread && thread.conversation.readSeq !== reader.readMarks.at(-1)) {
      reader.readMarks.push(thread.conversation.readSeq)
    }
    const online = store.state.connection.status === 'online'
    if (online && !isOnline) reconnects += 1
    isOnline = online
  }

  function read(messages: readonly Message[]) {
    const grew = messages.length - last.length
    const isContinued = grew >= 0 && (last.length === 0 || messages[last.length - 1]?.id === last.at(-1)?.id)
    const fresh = (isContinued ? messages.slice(last.length) : messages).map(lineOf)
    const news = fresh.filter(({ id }) => !known.has(id))
    if (news.length > 1) catchUps += 1
    const at = now()
    for (const line of news) {
      known.set(line.id, line)
      reader.shown.push({ ...line, at })
    }
    if (!isContinued) reader.taken.push(...gone(messages))
  }

  function gone(messages: readonly Message[]): Line[] {
    const ids = new Set(messages.map(({ id }) => id))
    const lost = [...known.values()].filter(({ id }) => !ids.has(id))
    for (const { id } of lost) known.delete(id)
    return lost
  }

  look()
  store.subscribe(look)
  return {
    reader,
    get reconnects() {
      return reconnects
    },
    get catchUps() {
      return catchUps
    },
    get thread() {
      return store.state.threads[conversationId]
    },
    leave() {
      away = { from: now(), to: Number.POSITIVE_INFINITY }
      reader.away.push(away)
    },
    come() {
      if (away) away.to = now()
    },
    finish() {
      reader.screen = last.map(lineOf)
    },
  }
}

function lineOf({ id, seq, clientId, content }: Message): Line {
  const { text, message } = content as { text?: string; message?: string }
  return { id, seq, clientId, text: text ?? message ?? '' }
}
