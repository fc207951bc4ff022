import type { Message } from '@biometrics/chat-protocol'
import type { PendingMessage } from '@biometrics/chat-client'
import { daysBetween } from '../i18n/times.ts'

const GROUP_MS = 5 * 60_000

/** What decides how a message is drawn beside its neighbours. */
export interface Neighbour {
  sender: string
  system: boolean
  at: number
}

export interface Place {
  /** The first of its day. */
  opensDay: boolean
  /** The first of a run by one sender, which shows the name. */
  first: boolean
  /** The last of a run, which shows the time. */
  last: boolean
}

export function placeBetween(
  before: Neighbour | undefined,
  message: Neighbour,
  after: Neighbour | undefined,
): Place {
  return {
    opensDay: !before || !sameDay(before, message),
    first: !before || !together(before, message),
    last: !after || !together(message, after),
  }
}

function together(one: Neighbour, next: Neighbour): boolean {
  if (one.system || next.system || one.sender !== next.sender) return false
  return next.at - one.at <= GROUP_MS && sameDay(one, next)
}

function sameDay(one: Neighbour, next: Neighbour): boolean {
  return daysBetween(new Date(one.at), new Date(next.at)) === 0
}

const OWN = 'own'

export function neighbourOf(message: Message): Neighbour {
  const { senderType, senderId, timestamp } = message
  return {
    sender: senderType === 'user' ? OWN : senderId,
    system: message.type === 'system',
    at: Date.parse(timestamp),
  }
}

export function pendingNeighbour({ createdAt }: PendingMessage): Neighbour {
  return { sender: OWN, system: false, at: createdAt }
}
