import { float8Array, int4Array, textArray, uuidArray } from '../database/binary-array.ts'
import type { NewMessageRow, StoreResult } from './message-row.ts'

/** Each message of a batch that `store_plain_batch` may take, with its place among those of its conversation. */
interface Placed {
  message: NewMessageRow
  group: Group
  nth: number
  publicNth: number | null
}

/** What the messages of one conversation do to it together; times are in seconds. */
interface Group {
  conversationId: string
  forVisitor: string | null
  /** Where it stands among the conversations, from 1. */
  at: number
  count: number
  publicCount: number
  fromVisitor: number
  toVisitor: number
  answered: number | null
  spoken: number
  publicSpoken: number | null
}

export interface PlainBatch {
  placed: readonly Placed[]
  groups: readonly Group[]
}

/** What `store_plain_batch` answers: a list by conversation in each, with commas between. */
export interface PlainAnswer {
  before_seqs: string
  before_public_seqs: string
  visitor_ids: string
  /** Empty for nobody's. */
  agent_ids: string
  /** Empty for none. */
  group_ids: string
}

/** The UUID that nobody has (RFC 9562, section 5.9). */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Whether nothing has to be looked up for a message but its conversation. */
export function isPlain({ type, reply_to, sender_type }: NewMessageRow): boolean {
  return reply_to === null && type !== 'image' && type !== 'file' && sender_type !== 'system'
}

export function gatherPlain(messages: readonly NewMessageRow[]): PlainBatch {
  const groups = new Map<string, Group>()
  const placed = messages.map((message): Placed => {
    const group = groups.get(message.conversation_id) ?? newGroup(message)
    groups.set(message.conversation_id, group)
    return place(message, group)
  })
  const sorted = [...groups.values()].sort((a, b) => (a.conversationId < b.conversationId ? -1 : 1))
  sorted.forEach((group, index) => {
    group.at = index + 1
  })
  return { placed, groups: sorted }
}

function newGroup({ conversation_id, for_visitor, created_at }: NewMessageRow): Group {
  return {
    conversationId: conversation_id,
    forVisitor: for_visitor,
    at: 0,
    count: 0,
    publicCount: 0,
    fromVisitor: 0,
    toVisitor: 0,
    answered: null,
    spoken: secondsOf(created_at),
    publicSpoken: null,
  }
}

function place(message: NewMessageRow, group: Group): Placed {
  const isPublic = message.visibility === 'all'
  group.count += 1
  if (isPublic) {
    group.publicCount += 1
    group.publicSpoken ??= secondsOf(message.created_at)
    if (message.sender_type === 'agent') group.answered ??= secondsOf(message.created_at)
    if (message.sender_type === 'user') group.fromVisitor += 1
    else group.toVisitor += 1
  }
  if (message.for_visitor !== null) {
    // A conversation is one visitor's: of two who speak in it one must be refused, so it cannot be plain.
    const isOther = group.forVisitor !== null && group.forVisitor !== message.for_visitor
    group.forVisitor = isOther ? NOBODY : message.for_visitor
  }
  return { message, group, nth: group.count, publicNth: isPublic ? group.publicCount : null }
}

function secondsOf(time: Date): number {
  return time.getTime() / 1_000
}

/** The parameters of `store_plain_batch`, in its order. */
export function plainParameters({ placed, groups }: PlainBatch): (Buffer | string)[] {
  return [
    uuidArray(groups, (group) => group.conversationId),
    uuidArray(groups, (group) => group.forVisitor),
    int4Array(groups, (group) => group.count),
    int4Array(groups, (group) => group.publicCount),
    int4Array(groups, (group) => group.fromVisitor),
    int4Array(groups, (group) => group.toVisitor),
    float8Array(groups, (group) => group.answered),
    float8Array(groups, (group) => group.spoken),
    float8Array(groups, (group) => group.publicSpoken),
    int4Array(placed, ({ group }) => group.at),
    uuidArray(placed, ({ message }) => message.id),
    int4Array(placed, ({ nth }) => nth),
    int4Array(placed, ({ publicNth }) => publicNth),
    textArray(placed, ({ message }) => message.client_id),
    textArray(placed, ({ message }) => message.sender_id),
    textArray(placed, ({ message }) => message.sender_type),
    textArray(placed, ({ message }) => message.sender_name),
    textArray(placed, ({ message }) => message.type),
    JSON.stringify(placed.map(({ message }) => message.content)),
    float8Array(placed, ({ message }) => secondsOf(message.created_at)),
  ]
}

export function plainResults({ placed }: PlainBatch, answer: PlainAnswer): StoreResult[] {
  const [seqs, publicSeqs, visitors, agents, groups] = [
    answer.before_seqs.split(',').map(Number),
    answer.before_public_seqs.split(',').map(Number),
    answer.visitor_ids.split(','),
    answer.agent_ids.split(','),
    answer.group_ids.split(','),
  ]
  return placed.map(({ message, group: { at }, nth, publicNth }) => ({
    outcome: 'stored',
    id: message.id,
    seq: (seqs[at - 1] as number) + nth,
    public_seq: publicNth === null ? null : (publicSeqs[at - 1] as number) + publicNth,
    created_at: message.created_at,
    visitor_id: visitors[at - 1] as string,
    agent_id: agents[at - 1] || null,
    group_id: groups[at - 1] || null,
    // Nobody has read what was only just stored.
    agent_read_seq: 0,
    visitor_read_seq: 0,
  }))
}
