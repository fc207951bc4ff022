import type { FileContent } from '@biometrics/chat-protocol'
import { IconDownload, IconFile, IconFileTypePdf, IconFileZip } from '@tabler/icons-react'
import { useTranslation } from '../i18n/use-translation.ts'
import { fileSize } from './bytes.ts'
import classes from './messages.module.css'

export function FileMessage({ content }: { content: FileContent }) {
  const { t } = useTranslation()
  const Icon = iconOf(content)
  return (
    <a className={classes.file} href={content.url} target="_blank" rel="noopener noreferrer">
      <span className={classes.fileIcon}>
        <Icon size={22} stroke={1.5} aria-hidden />
      </span>
      <span className={classes.fileWords}>
        <span className={classes.fileName}>{content.name}</span>
        <span className={classes.fileSize}>{fileSize(content.size)}</span>
      </span>
      <IconDownload size={17} stroke={1.7} role="img" aria-label={t('message.download')} />
    </a>
  )
}

function iconOf({ mimeType = '' }: FileContent) {
  if (mimeType === 'application/pdf') return IconFileTypePdf
  return /zip|compressed|tar/.test(mimeType) ? IconFileZip : IconFile
}
