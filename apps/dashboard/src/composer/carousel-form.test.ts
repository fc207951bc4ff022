import { carouselContent as schema } from '@biometrics/chat-protocol'
import { expect, test } from 'vitest'
import { carouselContent, emptyButton, emptyCard } from './carousel-form.ts'

test('[MS1] a filled form is a carousel as the contract wants it', () => {
  const content = carouselContent({
    cards: [
      {
        ...emptyCard(),
        title: ' Face reader ',
        subtitle: 'Indoors',
        imageUrl: '/uploads/a1/reader.png',
        buttons: [
          { ...emptyButton(), title: 'I want this' },
          { ...emptyButton(), title: 'Data sheet', type: 'link', href: 'https://example.com/face.pdf' },
        ],
      },
      { ...emptyCard(), title: 'Gate' },
    ],
  })
  expect(schema.parse(content)).toEqual({
    cards: [
      {
        title: 'Face reader',
        subtitle: 'Indoors',
        imageUrl: '/uploads/a1/reader.png',
        buttons: [
          { title: 'I want this', type: 'reply', value: 'I want this' },
          { title: 'Data sheet', type: 'link', value: 'https://example.com/face.pdf' },
        ],
      },
      { title: 'Gate' },
    ],
  })
})

test('what is not filled in yet is left out of the preview', () => {
  const half = { ...emptyCard(), title: 'Gate', imageUrl: 'htt', buttons: [emptyButton()] }
  expect(carouselContent({ cards: [half, emptyCard()] })).toEqual({ cards: [{ title: 'Gate' }] })
})
