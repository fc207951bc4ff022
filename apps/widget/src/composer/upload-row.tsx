import { fill } from '../i18n/texts.ts'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { fileSize } from '../i18n/sizes.ts'
import buttons from '../shell/button.module.css'
import { useAllTexts, useLanguage } from '../shell/context.tsx'
import { CLOSE, Icon } from '../shell/icons.tsx'
import { FILE, PHOTO, RETRY } from '../shell/more-icons.ts'
import styles from './attachments.module.css'
import type { FileOnItsWay } from './uploads.ts'

interface UploadRowProps {
  upload: FileOnItsWay
  onRetry: () => void
  onRemove: () => void
}

export function UploadRow({ upload: { file, status }, onRetry, onRemove }: UploadRowProps) {
  const { tag } = useLanguage()
  const texts = useAllTexts()
  const share = status.name === 'sending' ? Math.round(status.share * 100) : 0
  const refusal = {
    tooLarge: () => fill(texts.tooLarge, { limit: fileSize(LIMITS.uploadBytes, tag) }),
    empty: () => texts.empty,
  }
  return (
    <li className={styles.upload}>
      <span className={styles.uploadSign}>
        <Icon path={file.type.startsWith('image/') ? PHOTO : FILE} />
      </span>
      <div className={styles.uploadWords}>
        <p className={styles.uploadName} dir="auto">
          {file.name}
        </p>
        {status.name === 'sending' ? (
          <progress
            className={styles.progress}
            max={100}
            value={share}
            aria-label={fill(texts.uploading, { name: file.name })}
          />
        ) : (
          <p className={styles.uploadTrouble} role="alert">
            {status.name === 'failed' ? texts.uploadFailed : refusal[status.reason]()}
          </p>
        )}
      </div>
      {status.name === 'failed' && (
        <button type="button" className={buttons.round} aria-label={texts.again} onClick={onRetry}>
          <Icon path={RETRY} size={18} />
        </button>
      )}
      <button
        type="button"
        className={buttons.round}
        aria-label={status.name === 'sending' ? texts.cancel : texts.discard}
        onClick={onRemove}
      >
        <Icon path={CLOSE} size={18} />
      </button>
    </li>
  )
}
