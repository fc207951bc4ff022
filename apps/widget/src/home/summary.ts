import type { Message } from '@biometrics/chat-protocol'
import { type ChatTexts, systemText } from '../i18n/texts.ts'

/** A message in one line. */
export function summaryOf(message: Message, texts: ChatTexts): string {
  switch (message.type) {
    case 'text':
      return message.content.text
    case 'image':
      return texts.photo
    case 'file':
      return message.content.name || texts.file
    case 'quick_reply':
      return message.content.text || texts.choice
    case 'carousel':
      return message.content.cards[0]?.title ?? texts.cards
    case 'system':
      return systemText(message.content, texts)
  }
}
