import type { Message } from '@biometrics/chat-protocol'
import type { TFunction } from 'i18next'

const PREVIEW_LENGTH = 140

/** A message in one line of the list. */
export function previewText(message: Message, t: TFunction): string {
  return oneLine(contentText(message, t)).slice(0, PREVIEW_LENGTH)
}

/** Who said it, where that is not plain: myself, a colleague, a bot; the visitor needs no name beside their own. */
export function previewSender(message: Message, myId: string, t: TFunction): string | null {
  if (message.type === 'system') return null
  if (message.visibility === 'note') return t('preview.note')
  switch (message.senderType) {
    case 'agent':
      return message.senderId === myId ? t('preview.you') : (message.senderName ?? t('preview.agent'))
    case 'bot':
      return message.senderName ?? t('preview.bot')
    case 'user':
    case 'system':
      return null
  }
}

function contentText(message: Message, t: TFunction): string {
  switch (message.type) {
    case 'text':
      return message.content.text
    case 'image':
      return message.content.alt || t('preview.image', { name: message.content.name })
    case 'file':
      return t('preview.file', { name: message.content.name })
    case 'quick_reply':
      return message.content.text || message.content.options.map((option) => option.title).join(' · ')
    case 'carousel':
      return message.content.cards.map((card) => card.title).join(' · ')
    case 'system':
      return message.content.message
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
