import { expect, test } from 'vitest'
import { classify, type Example, trainClassifier, withConfidence } from './classifier.ts'
import { decodeClassifier, encodeClassifier } from './encode-classifier.ts'

const QUESTIONS: Example[] = [
  ...['where is my parcel', 'has my order been sent', 'when does my delivery arrive', 'track my parcel'].map(
    (text) => ({ text, label: 'delivery' }),
  ),
  ...['send me the invoice', 'i need a receipt', 'where do i find my bill', 'invoice for last month'].map(
    (text) => ({ text, label: 'invoice' }),
  ),
  ...['how do i reset my password', 'i forgot my password', 'cannot log in', 'sign in does not work'].map(
    (text) => ({ text, label: 'sign in' }),
  ),
  ...['what is the weather', 'tell me a joke', 'who won the match', 'how tall is everest'].map((text) => ({
    text,
    label: null,
  })),
]

test('[BT3] the classifier finds what a question is about, in other words and mistyped', () => {
  const classifier = trainClassifier(QUESTIONS)
  const about = (text: string) => classify(classifier, text).ranked[0]?.label
  expect(about('Where are my parcels?')).toBe('delivery')
  expect(about('pasword forgoten')).toBe('sign in')
  expect(about('I would like the INVOICES, please')).toBe('invoice')
})

test('[BT3] what is out of scope is less certain than what is in scope, and so is what says nothing', () => {
  const classifier = withConfidence(trainClassifier(QUESTIONS), [
    { text: 'is my parcel on its way', label: 'delivery' },
    { text: 'my password is wrong', label: 'sign in' },
    { text: 'a copy of the bill', label: 'invoice' },
    { text: 'sing me a song', label: null },
    { text: 'who is the president', label: null },
  ])
  const sure = (text: string) => classify(classifier, text).confidence
  const known = sure('track my delivery')
  for (const text of ['how tall is the tower', 'xyzzy', '', '🙂']) {
    expect(sure(text)).toBeLessThan(known)
    expect(sure(text)).toBeGreaterThanOrEqual(0)
  }
  expect(known).toBeLessThanOrEqual(1)
})

test('[BT3] a stored model is read back as it was, and training twice gives one model', () => {
  const classifier = trainClassifier(QUESTIONS)
  const stored = encodeClassifier(classifier)
  expect(encodeClassifier(trainClassifier(QUESTIONS)).equals(stored)).toBe(true)
  const text = 'the invoice of my parcel'
  expect(classify(decodeClassifier(stored), text)).toEqual(classify(classifier, text))
})

test('[BT3] one label alone, and languages without spaces, are learned too', () => {
  const one = trainClassifier([{ text: 'opening hours', label: 'hours' }])
  expect(classify(one, 'your opening hours').ranked).toEqual([{ label: 'hours', probability: 1 }])
  const chinese = trainClassifier([
    { text: '我的包裹在哪里', label: 'delivery' },
    { text: '我需要发票', label: 'invoice' },
  ])
  expect(classify(chinese, '请给我发票').ranked[0]?.label).toBe('invoice')
})
