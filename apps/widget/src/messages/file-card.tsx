import { fileSize } from '../i18n/sizes.ts'
import { useLanguage } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import { DOWNLOAD, FILE } from '../shell/more-icons.ts'
import styles from './file-card.module.css'

interface FileCardProps {
  url: string
  name: string
  size: number | undefined
}

export function FileCard({ url, name, size }: FileCardProps) {
  const { tag } = useLanguage()
  return (
    <a className={styles.card} href={url} download={name} target="_blank" rel="noopener noreferrer">
      <span className={styles.sign}>
        <Icon path={FILE} size={22} />
      </span>
      <span className={styles.words}>
        <span className={styles.name} dir="auto">
          {name}
        </span>
        {size !== undefined && <span className={styles.size}>{fileSize(size, tag)}</span>}
      </span>
      <Icon path={DOWNLOAD} size={18} />
    </a>
  )
}
