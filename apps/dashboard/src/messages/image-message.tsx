import type { ImageContent } from '@biometrics/chat-protocol'
import { IconPhotoOff } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import classes from './messages.module.css'

const Lightbox = lazy(() => import('./lightbox.tsx'))

const BOX_PX = 300
const UNKNOWN = { width: 260, height: 180 }

/** The box is there before the picture is, so that nothing moves when it arrives. */
export function ImageMessage({ content }: { content: ImageContent }) {
  const { t } = useTranslation()
  const [broken, setBroken] = useState(false)
  const [open, setOpen] = useState(false)
  const box = fit(content)
  const name = content.alt || content.name

  if (broken) {
    return (
      <div className={classes.broken} style={{ width: box.width }}>
        <IconPhotoOff size={20} stroke={1.6} aria-hidden />
        <span>{t('message.imageBroken', { name: content.name })}</span>
      </div>
    )
  }
  return (
    <>
      <button
        type="button"
        className={classes.picture}
        style={{ width: box.width, aspectRatio: `${box.width} / ${box.height}` }}
        onClick={() => setOpen(true)}
        aria-label={t('message.openImage', { name })}
      >
        <img
          src={content.url}
          alt={name}
          loading="lazy"
          decoding="async"
          referrerPolicy="no-referrer"
          onError={() => setBroken(true)}
        />
      </button>
      {open && (
        <Suspense>
          <Lightbox content={content} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

/** The picture's own size, at most the box; an unknown size gets a plain one. */
function fit({ width, height }: ImageContent): { width: number; height: number } {
  if (width === undefined || height === undefined) return UNKNOWN
  const scale = Math.min(1, BOX_PX / width, BOX_PX / height)
  return { width: Math.max(48, Math.round(width * scale)), height: Math.max(48, Math.round(height * scale)) }
}
