import type { App } from '@biometrics/chat-protocol'
import { expect, test } from 'vitest'
import { judge } from './contrast.ts'
import { NEW_ROW, problemsOf, settingsOf, valuesOf } from './widget-values.ts'

const APP = {
  color: '#1a73e8',
  position: 'bottom-left',
  greeting: 'Hi',
  language: 'de',
  sound: { enabled: true, url: 'https://shop.example/ding.mp3' },
  greetingRules: { enabled: false, afterSeconds: 0, urlPattern: '/cart*', visitors: 'new', exitIntent: true },
  prechatForm: {
    enabled: true,
    fields: [
      { name: 'name', label: { en: 'Name', de: 'Ihr Name' }, type: 'text', required: true, pattern: '.{2,}' },
      {
        name: 'topic',
        label: 'Topic',
        type: 'select',
        required: false,
        options: ['Other', { value: 'b', label: { en: 'Bill', de: 'Rechnung' } }],
      },
      { name: 'ok', label: 'I agree', type: 'consent', required: true, link: '/privacy' },
    ],
  },
  choosableGroupIds: ['g'],
  typingPreview: true,
  allowedOrigins: ['https://shop.example'],
} as unknown as App

test('[WD1] [WD3] [WD4] what was stored is stored again as it was, whoever wrote it', () => {
  const { color, position, greeting, language, sound, greetingRules, prechatForm } = APP
  const { choosableGroupIds, allowedOrigins } = APP
  expect(settingsOf(valuesOf(APP))).toEqual({
    ...{ color, position, greeting, language, sound, greetingRules, prechatForm, choosableGroupIds },
    typingPreview: true,
    allowedOrigins,
  })
  const bare = { ...APP, greeting: null, language: null, sound: null, greetingRules: null, prechatForm: null }
  expect(settingsOf(valuesOf(bare))).toMatchObject({
    ...{ greeting: null, language: null, sound: null, greetingRules: null, prechatForm: null },
  })
})

test('[WD3] a new field gets a name of its own, and what e-mail and phone are is known', () => {
  const values = valuesOf(APP)
  const row = (label: string, type: 'text' | 'email') => ({ ...NEW_ROW, label: { '': label }, type })
  values.rows = [...values.rows, row('Your Name!', 'text'), row('Write to', 'email'), row('Topic', 'text')]
  values.rows[1] = { ...(values.rows[1] as typeof NEW_ROW), options: 'Bill\nNew\n\nNew' }
  const { prechatForm } = settingsOf(values)
  expect(prechatForm?.fields.map(({ name }) => name)).toEqual([
    ...['name', 'topic', 'ok'],
    ...['your_name', 'email', 'topic_2'],
  ])
  expect(prechatForm?.fields[1]?.options).toEqual([
    { value: 'b', label: { en: 'Bill', de: 'Rechnung' } },
    'New',
  ])
})

test('[WD1] [WD3] what is wrong is named by its field', () => {
  const values = { ...valuesOf(APP), color: '#12', soundUrl: 'ding' }
  values.rows = [
    { ...NEW_ROW, label: { de: ' ' }, pattern: '(' },
    { ...NEW_ROW, label: { '': 'x' }, type: 'select', link: 'javascript:alert(1)' },
  ]
  expect(problemsOf(values)).toEqual({
    color: 'color',
    soundUrl: 'address',
    'rows.0.label': 'label',
    'rows.0.pattern': 'pattern',
    'rows.1.options': 'options',
    'rows.1.link': 'address',
  })
  expect(problemsOf(valuesOf(APP))).toEqual({})
})

test.each([
  ['#000', 'white', 21, false],
  ['#fff', 'black', 20.36, true],
  ['#1a73e8', 'white', 4.5, false],
  ['#ffd400', 'black', 14.23, true],
])('[WD1] on %s letters are %s', (color, text, ratio, isFaint) => {
  const judged = judge(color)
  expect([judged.text, judged.isFaint]).toEqual([text, isFaint])
  expect(judged.ratio).toBeCloseTo(ratio, 1)
  expect(judged.ratio).toBeGreaterThan(4.5)
})
