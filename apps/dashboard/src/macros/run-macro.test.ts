import type { Agent, Conversation, MacroAction } from '@biometrics/chat-protocol'
import { expect, test } from 'vitest'
import { runMacro } from './run-macro.ts'

const me = { id: 'ana', name: 'Ana' } as Agent
const conversation = {
  id: 'c',
  agentId: null,
  tags: ['old', 'kept'],
  visitor: { name: 'Vera', email: null, phone: null },
} as unknown as Conversation

/** Keeps what it is asked, and answers as the server would. */
function recorder(fails?: string) {
  const asked: unknown[][] = []
  let tags = conversation.tags
  const does =
    (name: string) =>
    async (...given: unknown[]) => {
      asked.push([name, ...given.slice(1)])
      if (name === fails) throw new Error(name)
      if (name === 'setTags') tags = given[1] as string[]
      return { ...conversation, tags }
    }
  const client = Object.fromEntries(
    ['take', 'setTags', 'prioritize', 'transfer', 'snooze', 'close'].map((name) => [name, does(name)]),
  )
  const send = (_id: string, draft: unknown) => {
    asked.push(['send', draft])
    return 'x'
  }
  return { asked, client: { ...client, send } as unknown as Parameters<typeof runMacro>[0] }
}

const ACTIONS: MacroAction[] = [
  { kind: 'take' },
  { kind: 'reply', text: 'Hi {{name}}, {{agent.name}} here' },
  { kind: 'note', text: 'asked for it' },
  { kind: 'add_tags', tags: ['new', 'kept'] },
  { kind: 'remove_tags', tags: ['old'] },
  { kind: 'priority', priority: 'high' },
  { kind: 'snooze', minutes: 60 },
  { kind: 'close', resolved: true },
]

test('[AW12] a macro does its steps in order, each on what the one before has left', async () => {
  const { asked, client } = recorder()
  await runMacro(client, ACTIONS, conversation, me, Date.UTC(2026, 0, 1))
  expect(asked).toEqual([
    ['take'],
    ['send', { type: 'text', content: { text: 'Hi Vera, Ana here' } }],
    ['send', { type: 'text', content: { text: 'asked for it' }, visibility: 'note' }],
    ['setTags', ['old', 'kept', 'new']],
    ['setTags', ['kept', 'new']],
    ['prioritize', 'high'],
    ['snooze', '2026-01-01T01:00:00.000Z'],
    ['close', true],
  ])
})

test('[AW12] a step that fails ends it, and a variable that nobody knows lets nothing begin', async () => {
  const failing = recorder('setTags')
  await expect(runMacro(failing.client, ACTIONS, conversation, me, 0)).rejects.toThrow('setTags')
  expect(failing.asked.at(-1)).toEqual(['setTags', ['old', 'kept', 'new']])

  const { asked, client } = recorder()
  const actions: MacroAction[] = [{ kind: 'take' }, { kind: 'reply', text: 'Your {{order}}' }]
  await expect(runMacro(client, actions, conversation, me, 0)).rejects.toMatchObject({
    names: ['{{order}}'],
  })
  expect(asked).toEqual([])
})
