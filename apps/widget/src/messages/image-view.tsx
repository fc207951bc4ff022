import { fill } from '../i18n/texts.ts'
import type { ImageContent } from '@biometrics/chat-protocol'
import { useRef, useState } from 'react'
import buttons from '../shell/button.module.css'
import { useAllTexts } from '../shell/context.tsx'
import { CLOSE, Icon } from '../shell/icons.tsx'
import { FileCard } from './file-card.tsx'
import styles from './image-view.module.css'

const MAX_WIDTH_PX = 256
const MAX_HEIGHT_PX = 320
const MIN_SIDE_PX = 48
const UNKNOWN = { width: 256, height: 192 }

/** Takes its room before it has loaded, so that nothing moves when it does. */
export function ImageView(content: ImageContent) {
  const { url, name, alt } = content
  const [missing, setMissing] = useState(false)
  const dialog = useRef<HTMLDialogElement>(null)
  const texts = useAllTexts()
  if (missing) return <FileCard url={url} name={name} size={content.size} />
  return (
    <>
      <button
        type="button"
        className={styles.image}
        style={roomFor(content)}
        aria-label={fill(texts.enlarge, { name: alt || name })}
        onClick={() => dialog.current?.showModal()}
      >
        <img src={url} alt={alt || name} loading="lazy" decoding="async" onError={() => setMissing(true)} />
      </button>
      <dialog
        ref={dialog}
        className={styles.large}
        aria-label={alt || name}
        onClick={() => dialog.current?.close()}
      >
        <img src={url} alt={alt || name} loading="lazy" />
        <button type="button" className={`${buttons.round} ${styles.close}`} aria-label={texts.closeImage}>
          <Icon path={CLOSE} />
        </button>
      </dialog>
    </>
  )
}

function roomFor({ width, height }: ImageContent): { width: string; aspectRatio: string } {
  const size = width && height ? { width, height } : UNKNOWN
  const scale = Math.min(1, MAX_WIDTH_PX / size.width, MAX_HEIGHT_PX / size.height)
  const shown = Math.max(MIN_SIDE_PX, Math.round(size.width * scale))
  const ratio = Math.min(size.width / size.height, shown / MIN_SIDE_PX)
  return { width: `${shown}px`, aspectRatio: `${ratio}` }
}
