import type { AgentClient } from '@biometrics/chat-client'
import { inParallel } from '../in-parallel.ts'
import type { Admin } from '../own-server.ts'
import { percentile } from '../percentile.ts'
import { findDifference, readHistory } from './compare.ts'
import type { Dialogue } from './dialogues.ts'
import { type Played, playDialogue } from './play-dialogue.ts'
import { assembleStaff } from './staff.ts'

const PLAYED_AT_ONCE = 32
const READ_AT_ONCE = 8
/** How long a person takes for a turn. */
const TURN_MS = 2_000

export interface ReplayOptions {
  url: string
  /** Who signs in; the only agent, unless there are colleagues to be made. */
  person: Admin
  colleagues?: number
  /** So many times the pace of people; left out, as fast as it goes. */
  speed?: number
  onMessage?(): void
}

export interface ReplayReport {
  dialogues: number
  messages: number
  seconds: number
  /** From send to seen by the other side, in an open conversation. */
  seenMs: { p50: number; p99: number }
  /** The same for the first message, which an agent has to be given and to open. */
  firstSeenMs: { p50: number; p99: number }
  /** A sentence for each dialogue whose history is not what the file says. */
  mismatches: string[]
}

/** Plays dialogues through the public client, then compares what the server kept with the file. */
export async function replay(dialogues: readonly Dialogue[], options: ReplayOptions): Promise<ReplayReport> {
  const { url, speed } = options
  const { agents, token } = await assembleStaff(url, options.person, options.colleagues ?? 0)
  const seen = { first: [] as number[], later: [] as number[] }
  const played: Played[] = []
  const startedAt = performance.now()
  try {
    await inParallel(dialogues, PLAYED_AT_ONCE, async (dialogue, index) => {
      played[index] = await playDialogue(dialogue, {
        url,
        agents,
        pauseMs: speed === undefined ? 0 : TURN_MS / speed,
        onSeen(ms, what) {
          seen[what].push(ms)
          options.onMessage?.()
        },
      })
    })
  } finally {
    await Promise.all(agents.map(goHome))
  }
  const seconds = (performance.now() - startedAt) / 1_000

  const differences: (string | null)[] = []
  await inParallel(dialogues, READ_AT_ONCE, async (dialogue, index) => {
    const { conversationId, failure } = played[index] as Played
    const history = conversationId === null ? [] : await readHistory(url, token, conversationId)
    const difference = failure ?? findDifference(dialogue, history)
    differences[index] = difference && `Dialogue ${dialogue.dialogue_id}: ${difference}`
  })
  return {
    dialogues: dialogues.length,
    messages: seen.first.length + seen.later.length,
    seconds,
    seenMs: summary(seen.later),
    firstSeenMs: summary(seen.first),
    mismatches: differences.filter((difference) => difference !== null),
  }
}

/** Or they would be given conversations for another minute. */
async function goHome(agent: AgentClient): Promise<void> {
  await agent.setStatus('offline').catch(() => {})
  agent.destroy()
}

function summary(values: readonly number[]) {
  return { p50: percentile(values, 0.5), p99: percentile(values, 0.99) }
}
