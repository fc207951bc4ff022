import { LIMITS } from '@biometrics/chat-protocol/limits'
import { fileSize } from '../i18n/sizes.ts'
import buttons from '../shell/button.module.css'
import { useLanguage } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import styles from './composer.module.css'
import type { FileOnItsWay } from './uploads.ts'

interface UploadRowProps {
  upload: FileOnItsWay
  onRetry: () => void
  onRemove: () => void
}

export function UploadRow({ upload: { file, status }, onRetry, onRemove }: UploadRowProps) {
  const { tag, texts } = useLanguage()
  const share = status.name === 'sending' ? Math.round(status.share * 100) : 0
  const refusal = {
    tooLarge: () => texts.tooLarge(fileSize(LIMITS.uploadBytes, tag)),
    empty: () => texts.empty,
  }
  return (
    <li className={styles.upload}>
      <span className={styles.uploadSign}>
        <Icon name={file.type.startsWith('image/') ? 'photo' : 'file'} />
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
            aria-label={texts.uploading(file.name)}
          />
        ) : (
          <p className={styles.uploadTrouble} role="alert">
            {status.name === 'failed' ? texts.uploadFailed : refusal[status.reason]()}
          </p>
        )}
      </div>
      {status.name === 'failed' && (
        <button type="button" className={buttons.round} aria-label={texts.retry} onClick={onRetry}>
          <Icon name="retry" size={18} />
        </button>
      )}
      <button
        type="button"
        className={buttons.round}
        aria-label={status.name === 'sending' ? texts.cancel : texts.discard}
        onClick={onRemove}
      >
        <Icon name="close" size={18} />
      </button>
    </li>
  )
}
