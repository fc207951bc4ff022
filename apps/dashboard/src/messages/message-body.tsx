import type { Draft } from '@biometrics/chat-client'
import type { Message } from '@biometrics/chat-protocol'
import { memo } from 'react'
import { Translated } from '../assist/translated.tsx'
import { CarouselMessage } from './carousel-message.tsx'
import { FileMessage } from './file-message.tsx'
import { ImageMessage } from './image-message.tsx'
import { QuickReplyMessage } from './quick-reply-message.tsx'
import { TextMessage } from './text-message.tsx'

/** One of the six kinds, as the visitor sees it. `answer` is what the visitor chose. */
export const MessageBody = memo(function MessageBody(props: {
  message: Draft | Message
  answer: Message | null
}) {
  const { message, answer } = props
  switch (message.type) {
    case 'text':
      return (
        <>
          <TextMessage text={message.content.text} />
          {'id' in message && <Translated message={message} />}
        </>
      )
    case 'image':
      return <ImageMessage content={message.content} />
    case 'file':
      return <FileMessage content={message.content} />
    case 'quick_reply':
      return <QuickReplyMessage content={message.content} answer={answer} />
    case 'carousel':
      return <CarouselMessage content={message.content} answer={answer} />
    case 'system':
      return <span>{message.content.message}</span>
  }
})
