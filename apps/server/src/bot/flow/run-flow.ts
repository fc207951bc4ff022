import type { BotAction, BotReply, Flow, FlowStep, FlowTest } from '@biometrics/chat-protocol'
import type { BotAnswer, BotContext, BotMessage, BotState } from '../bot.ts'
import { checkAnswer } from './check-answer.ts'
import { waits } from './flow-graph.ts'

/** Steps without the visitor in one turn; a checked flow never comes near. */
const STEPS_PER_TURN = 100
/** How often a choice is offered before people take over. */
const CHOICE_ATTEMPTS = 2

/** Answers from the articles, for a step that asks them. */
export type AskKnowledge = (message: BotMessage, context: BotContext) => Promise<BotAnswer>

export interface FlowState extends BotState {
  /** The step that waits for the visitor; null: the flow has ended. */
  at: string | null
  attempts: number
  /** What was asked in this conversation, by name. */
  answers: Record<string, string>
  /** Of the knowledge bot, while a step asks it. */
  knowledge: BotState | null
}

const BEGINNING: FlowState = { at: null, attempts: 0, answers: {}, knowledge: null }

/** One turn of a flow: takes what the visitor said where it waited, and goes on until it waits again. */
export async function runFlow(
  { start, steps }: Flow,
  message: BotMessage | null,
  context: BotContext,
  askKnowledge: AskKnowledge | null,
): Promise<BotAnswer & { state: FlowState; path: string[] }> {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const before = readState(context.state)
  const state: FlowState = before ?? { ...BEGINNING, answers: {} }
  const turn: Turn = { replies: [], actions: [], path: [], context, state }
  const end = (more: Notes = {}) => ({
    replies: turn.replies,
    actions: turn.actions,
    path: turn.path,
    state,
    ...more,
  })

  let at: string | null
  let more: Notes = {}
  /** What was said before the flow began, for the first step that can make something of it. */
  let first = before === null ? message : null
  if (before === null) at = start
  else if (message === null) return end()
  else {
    const waiting = before.at === null ? undefined : byId.get(before.at)
    // The flow has ended, or a new version has no such step: whatever is left is for people.
    if (waiting === undefined) return handOver(turn, end)
    const taken = await take(waiting, message, turn, askKnowledge)
    more = taken.more ?? {}
    if (taken.to === 'wait') return end(more)
    if (taken.to === 'people') return handOver(turn, end, more)
    at = taken.to
  }

  for (let count = 0; count < STEPS_PER_TURN; count++) {
    const step = at === null ? undefined : byId.get(at)
    state.at = null
    state.attempts = 0
    if (step === undefined) return at === null ? end(more) : handOver(turn, end, more)
    turn.path.push(step.id)
    const { to } = enter(step, turn)
    if (waits(step)) {
      state.at = step.id
      if (first === null || !isAnsweredBy(step, first) || !('text' in step)) return end(more)
      const said = first
      first = null
      // What it would have asked is answered.
      if (step.text.trim() !== '') turn.replies.pop()
      const taken = await take(step, said, turn, askKnowledge)
      more = taken.more ?? {}
      if (taken.to === 'wait') return end(more)
      if (taken.to === 'people') return handOver(turn, end, more)
      at = taken.to
      continue
    }
    if (to === 'end') return end(more)
    at = to
  }
  return handOver(turn, end, more)
}

/** What a turn tells for the numbers. */
type Notes = Pick<BotAnswer, 'answered' | 'unanswered' | 'unsure' | 'helped'>

interface Turn {
  replies: BotReply[]
  actions: BotAction[]
  path: string[]
  context: BotContext
  state: FlowState
}
type End<T> = (more?: Notes) => T

function handOver<T>(turn: Turn, end: End<T>, more: Notes = {}): T {
  turn.actions.push({ type: 'handoff', reason: 'flow' })
  return end(more)
}

/** What happens when the flow comes to a step. */
function enter(step: FlowStep, turn: Turn): { to: string | null | 'end' } {
  const say = (words: string) => {
    const text = fill(words, turn)
    if (text.trim() !== '') turn.replies.push({ type: 'text', content: { text } })
  }
  switch (step.kind) {
    case 'say':
      say(step.text)
      return { to: step.next }
    case 'ask':
    case 'collect':
    case 'answer':
      say(step.text)
      return { to: null }
    case 'choose':
      offer(step, turn)
      return { to: null }
    case 'carousel':
      turn.replies.push({ type: 'carousel', content: { cards: step.cards } })
      return { to: null }
    case 'condition': {
      const found = step.cases.find((one) => holds(one.if, turn))
      return { to: found ? found.next : step.otherwise }
    }
    case 'tag':
      turn.actions.push({ type: 'tag', tags: step.tags })
      return { to: step.next }
    case 'route':
      turn.actions.push({ type: 'route', groupId: step.groupId })
      return { to: step.next }
    case 'hand_over':
      say(step.text)
      turn.actions.push({ type: 'handoff', reason: 'flow' })
      return { to: 'end' }
    case 'close':
      say(step.text)
      turn.actions.push({ type: 'close', resolved: step.resolved })
      return { to: 'end' }
  }
}

/** What the visitor's answer does to the step that waited for it. */
async function take(
  step: FlowStep,
  message: BotMessage,
  turn: Turn,
  askKnowledge: AskKnowledge | null,
): Promise<{ to: string | null | 'wait' | 'people'; more?: Notes }> {
  const { state } = turn
  switch (step.kind) {
    case 'ask':
      keep(step.saveAs, message.text.trim(), turn)
      return { to: step.next }
    case 'choose': {
      const chosen = optionOf(step, message)
      if (chosen) return { to: chosen.next }
      if (step.otherwise !== null) return { to: step.otherwise }
      state.attempts += 1
      if (state.attempts >= CHOICE_ATTEMPTS) return { to: 'people' }
      offer(step, turn)
      return { to: 'wait', more: { unsure: true } }
    }
    case 'carousel':
      return { to: step.buttons.find(({ value }) => value === message.value)?.next ?? step.next }
    case 'collect': {
      const answer = checkAnswer(step.check, message.text)
      if (answer !== null) {
        keep(step.field, answer, turn)
        return { to: step.next }
      }
      state.attempts += 1
      if (state.attempts >= step.attempts) return { to: step.failed }
      turn.replies.push({ type: 'text', content: { text: fill(step.again, turn) } })
      return { to: 'wait' }
    }
    case 'answer': {
      if (askKnowledge === null) return { to: step.otherwise }
      const answer = await askKnowledge(message, { ...turn.context, state: state.knowledge })
      state.knowledge = answer.state
      const { replies, actions, state: _, ...more } = answer
      const answered = more.answered ?? []
      if (actions.some(({ type }) => type === 'handoff')) return { to: step.otherwise, more }
      const goesOn = answered.length > 0 && step.next !== null
      // Where the flow goes on at once there is nobody left to ask whether it helped.
      turn.replies.push(...(goesOn ? replies.filter(({ type }) => type !== 'quick_reply') : replies))
      turn.actions.push(...actions)
      return { to: goesOn ? step.next : 'wait', more }
    }
    default:
      return { to: 'people' }
  }
}

/** Whether words that were said before they were asked for answer the step: an option that was named, or a question. */
function isAnsweredBy(step: FlowStep, message: BotMessage): boolean {
  if (step.kind === 'answer') return true
  return step.kind === 'choose' && optionOf(step, message) !== undefined
}

function optionOf({ options }: Extract<FlowStep, { kind: 'choose' }>, { text, value }: BotMessage) {
  return options.find((option) => option.value === value || sameWords(option.title, text))
}

function offer(step: Extract<FlowStep, { kind: 'choose' }>, turn: Turn): void {
  const options = step.options.map(({ next: _, ...option }) => option)
  turn.replies.push({ type: 'quick_reply', content: { text: fill(step.text, turn), options } })
}

function keep(name: string, value: string, turn: Turn): void {
  turn.state.answers[name] = value
  turn.actions.push({ type: 'set_attribute', name, value })
}

function holds(test: FlowTest, turn: Turn): boolean {
  switch (test.on) {
    case 'hours':
      return turn.context.isOpen === (test.is === 'open')
    case 'language': {
      const spoken = turn.context.visitor.language?.toLowerCase()
      return test.is.some((tag) => {
        const wanted = tag.toLowerCase()
        return spoken === wanted || spoken?.startsWith(`${wanted}-`)
      })
    }
    case 'attribute': {
      const value = known(test.name, turn)
      if (test.is === 'known') return value !== null
      if (value === null) return false
      const [have, want] = [value.trim().toLowerCase(), test.value.trim().toLowerCase()]
      if (test.is === 'equal') return have === want
      if (test.is === 'contains') return have.includes(want)
      return test.is === 'above' ? Number(have) > Number(want) : Number(have) < Number(want)
    }
  }
}

const PLACE = /\{\{\s*([A-Za-z][\w.-]*)\s*(?:\|([^}]*))?\}\}/g

function fill(words: string, turn: Turn): string {
  return words.replace(PLACE, (_all, name: string, otherwise = '') => known(name, turn) ?? otherwise)
}

/** What was answered in this conversation, else what is known of the visitor. */
function known(name: string, { state, context: { visitor } }: Turn): string | null {
  const facts: Record<string, unknown> = { ...visitor.attributes, ...state.answers }
  const own = (['name', 'email', 'phone', 'language'] as const).find((field) => field === name)
  const value = (Object.hasOwn(facts, name) ? facts[name] : null) ?? (own ? visitor[own] : null)
  return value === null || value === undefined || typeof value === 'object' ? null : String(value)
}

function sameWords(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase()
}

/** States come back from the database, and in the test chat from a browser. */
function readState(given: BotState | null): FlowState | null {
  if (given === null || !('at' in given)) return null
  const { at, attempts, answers, knowledge } = given
  return {
    at: typeof at === 'string' ? at : null,
    attempts: typeof attempts === 'number' ? attempts : 0,
    answers: { ...(typeof answers === 'object' && (answers as Record<string, string>)) },
    knowledge: typeof knowledge === 'object' ? (knowledge as BotState | null) : null,
  }
}
