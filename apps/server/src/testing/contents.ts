import type { NewMessage } from '@biometrics/chat-protocol'

type Body = NewMessage extends infer M
  ? M extends { type: infer T; content: infer C }
    ? { type: T; content: C }
    : never
  : never

/** One message of each of the six types; the files must have been uploaded before. */
export function everyType(imageUrl: string, fileUrl: string): Body[] {
  return [
    { type: 'text', content: { text: 'Hello\n<b>world</b> 👋' } },
    { type: 'image', content: { url: imageUrl, name: 'finger.png', width: 2, height: 3, alt: 'A finger' } },
    { type: 'file', content: { url: fileUrl, name: 'log.txt', size: 12, mimeType: 'text/plain' } },
    {
      type: 'quick_reply',
      content: {
        text: 'Which reader?',
        options: [
          { title: 'Iris', value: 'iris' },
          { title: 'Finger', value: 'finger' },
        ],
      },
    },
    {
      type: 'carousel',
      content: {
        cards: [
          {
            title: 'Iris 3',
            subtitle: 'From afar',
            imageUrl,
            buttons: [
              { title: 'More', type: 'link', value: 'https://example.com/iris' },
              { title: 'This one', type: 'reply', value: 'iris-3' },
            ],
          },
        ],
      },
    },
    { type: 'system', content: { message: 'The line was bad', event: 'line:bad', data: { seconds: 3 } } },
  ]
}
