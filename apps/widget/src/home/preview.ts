import type { Message } from '@biometrics/chat-protocol'
import type { ChatTexts } from '../i18n/texts.ts'
import { summaryOf } from './summary.ts'

const PREVIEW_LENGTH = 140

/** The beginning of a message, for the bubble beside the launcher. */
export function previewOf(message: Message, texts: ChatTexts): string {
  const text = summaryOf(message, texts)
  const short = text.length > PREVIEW_LENGTH ? `${text.slice(0, PREVIEW_LENGTH - 1).trimEnd()}…` : text
  return message.senderName ? `${message.senderName}: ${short}` : short
}
