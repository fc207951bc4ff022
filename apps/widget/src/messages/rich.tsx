import type { Draft } from '@biometrics/chat-client'
import type { Message } from '@biometrics/chat-protocol'
import { Carousel } from './carousel.tsx'
import type { Answering } from './content.tsx'
import { FileCard } from './file-card.tsx'
import { ImageView } from './image-view.tsx'
import { QuickReplies } from './quick-replies.tsx'

/** What is more than words. */
export default function Rich({ body, answering }: { body: Message | Draft; answering: Answering }) {
  switch (body.type) {
    case 'image':
      return <ImageView {...body.content} />
    case 'file':
      return <FileCard {...body.content} />
    case 'quick_reply':
      return <QuickReplies {...body.content} {...answering} />
    case 'carousel':
      return <Carousel cards={body.content.cards} {...answering} />
    default:
      return null
  }
}
