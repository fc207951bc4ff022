import { Readable } from 'node:stream'
import type { Message, MessageContent, NewMessage, Upload } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { storeAttachment } from '../attachments/store-attachment.ts'
import { newMessageRow } from '../messages/new-message-row.ts'
import { sendMessage } from '../messages/send-message.ts'
import type { Session } from '../session.ts'
import { type PictureName, pictures, renderPicture } from './pictures/pictures.ts'
import { type Scene, sessionOf } from './scene.ts'
import type { Card, Choice, Said, Speaker, Step } from './script.ts'

type Body = Pick<NewMessage, 'type'> & { content: MessageContent; replyTo?: string }

const BOT_NAME = 'BIOMETRICS Assistant'

export async function speak(
  scene: Scene,
  { who, said, note }: Extract<Step, { does: 'say' }>,
): Promise<void> {
  const body = await bodyOf(scene, who, said)
  const message = {
    conversationId: scene.conversationId,
    clientId: uuid(),
    ...body,
    ...(note && { visibility: 'note' }),
    // The pictures and choices of a story are what its words say; the test checks all of them against the schema.
  } as NewMessage
  const { id } = await (who === 'bot' || who === 'system'
    ? sendUnmanned(scene, who, message)
    : sendMessage(scene.services, sessionOf(scene, who), message))
  scene.seq += 1
  if (!note) scene.publicSeq += 1
  const values = valuesOf(said)
  if (values.size > 0) scene.offer = { messageId: id, values }
}

/** What the bot and the system say: there is no session for them. */
async function sendUnmanned(
  { services, agents, now }: Scene,
  who: 'bot' | 'system',
  message: NewMessage,
): Promise<Pick<Message, 'id'>> {
  const row = newMessageRow(agents.ada, message, now)
  const name = who === 'bot' ? BOT_NAME : null
  await services.messageLog.append({ ...row, sender_id: who, sender_type: who, sender_name: name })
  return row
}

async function bodyOf(scene: Scene, who: Speaker, said: Said): Promise<Body> {
  switch (said.kind) {
    case 'text':
      return { type: 'text', content: { text: said.text } }
    case 'pick':
      return pick(scene, said.title)
    case 'picture': {
      const { mimeType: _, ...image } = await uploadPicture(scene, who, said.picture)
      return { type: 'image', content: { ...image, alt: pictures[said.picture].alt } }
    }
    case 'file': {
      const file = await upload(scene, who, said.name, Buffer.from(said.content))
      return { type: 'file', content: file }
    }
    case 'offer': {
      const options = await Promise.all(said.options.map((option) => optionOf(scene, who, option)))
      return { type: 'quick_reply', content: { text: said.text, options } }
    }
    case 'cards':
      return {
        type: 'carousel',
        content: { cards: await Promise.all(said.cards.map((card) => cardOf(scene, who, card))) },
      }
    case 'line':
      return { type: 'system', content: { message: said.text, event: said.event } }
  }
}

function pick({ offer }: Scene, title: string): Body {
  const value = offer?.values.get(title)
  if (!offer || value === undefined) throw new Error(`"${title}" was not offered`)
  return { type: 'text', content: { text: title, value }, replyTo: offer.messageId }
}

function valuesOf(said: Said): Map<string, string> {
  if (said.kind === 'offer') {
    return new Map(said.options.map((option) => [titleOf(option), slug(titleOf(option))]))
  }
  if (said.kind !== 'cards') return new Map()
  return new Map(said.cards.flatMap(({ buttons }) => Object.entries(buttons ?? {})))
}

async function optionOf(scene: Scene, who: Speaker, option: string | Choice) {
  const title = titleOf(option)
  const plain = { title, value: slug(title) }
  if (typeof option === 'string') return plain
  return { ...plain, imageUrl: (await uploadPicture(scene, who, option.picture)).url }
}

async function cardOf(scene: Scene, who: Speaker, { title, subtitle, picture, buttons }: Card) {
  return {
    title,
    ...(subtitle !== undefined && { subtitle }),
    ...(picture && { imageUrl: (await uploadPicture(scene, who, picture)).url }),
    ...(buttons && {
      buttons: Object.entries(buttons).map(([title, value]) => {
        const type: 'link' | 'reply' = value.startsWith('https:') ? 'link' : 'reply'
        return { title, type, value }
      }),
    }),
  }
}

function titleOf(option: string | Choice): string {
  return typeof option === 'string' ? option : option.title
}

function slug(title: string): string {
  return title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')
}

async function uploadPicture(scene: Scene, who: Speaker, name: PictureName): Promise<Upload> {
  return upload(scene, who, pictures[name].fileName, await renderPicture(name))
}

function upload(scene: Scene, who: Speaker, name: string, bytes: Buffer): Promise<Upload> {
  const session: Session = who === 'bot' || who === 'system' ? scene.agents.ada : sessionOf(scene, who)
  return storeAttachment(scene.services, session, Readable.from([bytes]), name, () => false)
}
