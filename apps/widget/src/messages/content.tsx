import type { Draft } from '@biometrics/chat-client'
import type { Message } from '@biometrics/chat-protocol'
import { Carousel } from './carousel.tsx'
import { FileCard } from './file-card.tsx'
import { ImageView } from './image-view.tsx'
import { LinkedText } from './linked-text.tsx'
import styles from './message.module.css'
import { QuickReplies } from './quick-replies.tsx'

export interface Answering {
  chosen: string | undefined
  /** Left out where nothing can be answered any more. */
  answer: ((title: string, value: string) => void) | undefined
}

/** The body of a message, by its type. */
export function Content({ body, answering }: { body: Message | Draft; answering: Answering }) {
  switch (body.type) {
    case 'text':
      return (
        <div className={styles.bubble} dir="auto">
          <LinkedText text={body.content.text} />
        </div>
      )
    case 'image':
      return <ImageView {...body.content} />
    case 'file':
      return <FileCard {...body.content} />
    case 'quick_reply':
      return <QuickReplies {...body.content} {...answering} />
    case 'carousel':
      return <Carousel cards={body.content.cards} {...answering} />
    case 'system':
      return <p className={styles.system}>{body.content.message}</p>
  }
}
