import { type Flow, type FlowStep, flow as flowSchema } from '@biometrics/chat-protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BotContext, BotState } from '../bot.ts'
import { checkAnswer } from './check-answer.ts'
import { checkFlow } from './check-flow.ts'
import { runFlow } from './run-flow.ts'

const SALES = '01890000-0000-7000-8000-000000000001'

const FLOW: Flow = flowSchema.parse({
  start: 'hello',
  steps: [
    { kind: 'say', id: 'hello', text: 'Hello {{name|there}}!', next: 'open' },
    {
      kind: 'condition',
      id: 'open',
      cases: [{ if: { on: 'hours', is: 'closed' }, next: 'mail' }],
      otherwise: 'menu',
    },
    {
      kind: 'choose',
      id: 'menu',
      text: 'What is it about?',
      options: [
        { title: 'Prices', value: 'prices', next: 'cards' },
        { title: 'A person', value: 'person', next: 'people' },
      ],
      otherwise: null,
    },
    {
      kind: 'carousel',
      id: 'cards',
      cards: [
        { title: 'Small', buttons: [{ title: 'Take it', type: 'reply', value: 'small' }] },
        { title: 'Large', buttons: [{ title: 'Take it', type: 'reply', value: 'large' }] },
      ],
      buttons: [{ value: 'large', next: 'sales' }],
      next: 'mail',
    },
    { kind: 'route', id: 'sales', groupId: SALES, next: 'label' },
    { kind: 'tag', id: 'label', tags: ['large'], next: 'people' },
    {
      kind: 'collect',
      id: 'mail',
      text: 'Your e-mail?',
      field: 'email',
      check: 'email',
      again: 'That is no e-mail address.',
      attempts: 2,
      next: 'thanks',
      failed: 'people',
    },
    { kind: 'close', id: 'thanks', text: 'We write to {{email}}.', resolved: true },
    { kind: 'hand_over', id: 'people', text: 'One moment, please.' },
  ],
})

function context(more: Partial<BotContext> = {}): BotContext {
  const visitor = { name: 'Vera', email: null, phone: null, language: 'en', attributes: {} }
  return {
    appUuid: 'app',
    conversationId: 'test',
    visitor,
    isOpen: true,
    state: null,
    signal: new AbortController().signal,
    ...more,
  }
}

/** A whole talk; each thing said is an option's value or words. */
async function talk(flow: Flow, said: string[], more: Partial<BotContext> = {}) {
  let turn = await runFlow(flow, null, context(more), null)
  const turns = [turn]
  for (const text of said) {
    const state: BotState = JSON.parse(JSON.stringify(turn.state))
    turn = await runFlow(flow, { text, value: text }, context({ ...more, state }), null)
    turns.push(turn)
  }
  return turns
}

test('[BT2] a flow says, offers, shows cards, routes, tags and hands over', async () => {
  const [first, cards, last] = await talk(FLOW, ['prices', 'large'])
  expect(first?.replies).toEqual([
    { type: 'text', content: { text: 'Hello Vera!' } },
    {
      type: 'quick_reply',
      content: {
        text: 'What is it about?',
        options: [
          { title: 'Prices', value: 'prices' },
          { title: 'A person', value: 'person' },
        ],
      },
    },
  ])
  expect(cards?.replies.map(({ type }) => type)).toEqual(['carousel'])
  expect(last?.path).toEqual(['sales', 'label', 'people'])
  expect(last?.actions).toEqual([
    { type: 'route', groupId: SALES },
    { type: 'tag', tags: ['large'] },
    { type: 'handoff', reason: 'flow' },
  ])
})

test('[BT2] it collects a field with a check, asks again, and keeps what was given', async () => {
  const [, again, done] = await talk(FLOW, ['no idea', 'it is vera@example.com.'], { isOpen: false })
  expect(again?.replies).toEqual([{ type: 'text', content: { text: 'That is no e-mail address.' } }])
  expect(done?.actions).toEqual([
    { type: 'set_attribute', name: 'email', value: 'vera@example.com' },
    { type: 'close', resolved: true },
  ])
  expect(done?.replies).toEqual([{ type: 'text', content: { text: 'We write to vera@example.com.' } }])
  const failed = (await talk(FLOW, ['no', 'never'], { isOpen: false })).at(-1)
  expect(failed?.actions).toEqual([{ type: 'handoff', reason: 'flow' }])
})

test('[BT2] an option is chosen by its words too; what is none is offered once more, then people take over', async () => {
  expect((await talk(FLOW, [' PRICES '])).at(-1)?.replies[0]?.type).toBe('carousel')
  const [, again, over] = await talk(FLOW, ['something', 'else'])
  expect(again).toMatchObject({ unsure: true, replies: [{ type: 'quick_reply' }] })
  expect(over?.actions).toEqual([{ type: 'handoff', reason: 'flow' }])
})

test('[BT2] after its end, and at a step that a new version does not have, people take over', async () => {
  const short: Flow = { start: 'a', steps: [{ kind: 'say', id: 'a', text: 'Hello', next: null }] }
  expect((await talk(short, ['and now?'])).at(-1)?.actions).toEqual([{ type: 'handoff', reason: 'flow' }])
  const state = { at: 'gone', attempts: 0, answers: {}, knowledge: null }
  const turn = await runFlow(FLOW, { text: 'x', value: null }, context({ state }), null)
  expect(turn.actions).toEqual([{ type: 'handoff', reason: 'flow' }])
})

test('[BT2] conditions look at language and attributes', async () => {
  const cases = (name: string, is: string, value: string): Flow =>
    flowSchema.parse({
      start: 'c',
      steps: [
        {
          kind: 'condition',
          id: 'c',
          cases: [
            { if: { on: 'language', is: ['de'] }, next: 'german' },
            { if: { on: 'attribute', name, is, value }, next: 'yes' },
          ],
          otherwise: 'no',
        },
        ...['german', 'yes', 'no'].map((id) => ({ kind: 'say', id, text: id, next: null })),
      ],
    })
  const path = async (flow: Flow, visitor: Partial<BotContext['visitor']>) =>
    (await runFlow(flow, null, context({ visitor: { ...context().visitor, ...visitor } }), null)).path.at(-1)
  expect(await path(cases('plan', 'equal', 'Gold'), { language: 'de-AT' })).toBe('german')
  expect(await path(cases('plan', 'equal', 'Gold'), { attributes: { plan: 'gold' } })).toBe('yes')
  expect(await path(cases('plan', 'equal', 'Gold'), { attributes: { plan: 'silver' } })).toBe('no')
  expect(await path(cases('seats', 'above', '10'), { attributes: { seats: 12 } })).toBe('yes')
  expect(await path(cases('seats', 'above', '10'), { attributes: {} })).toBe('no')
  expect(await path(cases('name', 'known', ''), {})).toBe('yes')
  expect(await path(cases('toString', 'known', ''), {})).toBe('no')
})

test('[BT2] a flow is checked: lost steps, doubles, circles without the visitor, what nothing leads to', () => {
  expect(checkFlow(FLOW)).toEqual([])
  const say = (id: string, next: string | null): FlowStep => ({ kind: 'say', id, text: 'x', next })
  const problems = (start: string, ...steps: FlowStep[]) =>
    checkFlow({ start, steps }).map(({ level, stepId, message }) => `${level} ${stepId}: ${message}`)
  expect(problems('z', say('a', null))).toContain('mistake null: start: there is no step "z"')
  expect(problems('a', say('a', 'b'))).toEqual(['mistake a: next: there is no step "b"'])
  expect(problems('a', say('a', null), say('a', null))).toEqual(['mistake a: two steps are named "a"'])
  expect(problems('a', say('a', 'b'), say('b', 'a'))).toEqual([
    'mistake b: goes round to "a" without waiting for the visitor',
  ])
  expect(problems('a', say('a', null), say('b', null))).toEqual(['hint b: nothing leads here'])
})

test('[BT2] whatever is said to whatever flow, a turn ends, and a checked flow never stops for its length', async () => {
  const ids = ['a', 'b', 'c', 'd', 'e']
  const next = fc.constantFrom(...ids, null)
  const step = (id: string) =>
    fc.oneof(
      fc.record({ kind: fc.constant('say' as const), id: fc.constant(id), text: fc.constant('x'), next }),
      fc.record({
        kind: fc.constant('condition' as const),
        id: fc.constant(id),
        cases: fc.tuple(fc.record({ if: fc.constant({ on: 'hours' as const, is: 'open' as const }), next })),
        otherwise: next,
      }),
      fc.record({
        kind: fc.constant('ask' as const),
        id: fc.constant(id),
        text: fc.constant('?'),
        saveAs: fc.constant('x'),
        next,
      }),
    )
  const flows = fc.tuple(...ids.map(step)).map((steps): Flow => ({ start: 'a', steps: steps as FlowStep[] }))
  await fc.assert(
    fc.asyncProperty(flows, fc.array(fc.string(), { maxLength: 6 }), async (flow, said) => {
      const turns = await talk(flow, said)
      if (checkFlow(flow).some(({ level }) => level === 'mistake')) return
      for (const { path } of turns) expect(new Set(path).size).toBe(path.length)
    }),
  )
})

test('[BT2] answers are checked for what they are', () => {
  expect(checkAnswer('number', ' 1,5 ')).toBe('1.5')
  expect(checkAnswer('number', 'ten')).toBeNull()
  expect(checkAnswer('phone', '+49 (30) 123-456')).toBe('+49 (30) 123-456')
  expect(checkAnswer('phone', 'call me')).toBeNull()
  expect(checkAnswer('date', '3.4.2026')).toBe('2026-04-03')
  expect(checkAnswer('date', '2026-02-30')).toBeNull()
  expect(checkAnswer('text', '   ')).toBeNull()
})
