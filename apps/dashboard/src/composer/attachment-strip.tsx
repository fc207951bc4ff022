import { CloseButton, Progress, UnstyledButton } from '@mantine/core'
import { IconAlertCircle, IconCheck, IconFile } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { fileSize } from '../messages/bytes.ts'
import { explain } from '../session/explain.ts'
import classes from './attachment-strip.module.css'
import type { Attachment } from './attachments.ts'
import type { AttachmentsHere } from './use-attachments.ts'

export function AttachmentStrip({ attachments }: { attachments: AttachmentsHere }) {
  const { t } = useTranslation()
  if (attachments.list.length === 0) return null
  return (
    <ul className={classes.strip} aria-label={t('attach.list')}>
      {attachments.list.map((each) => (
        <li key={each.id} className={classes.item} data-status={each.status.name}>
          <Thumbnail file={each.file} />
          <div className={classes.words}>
            <div className={classes.name}>{each.file.name}</div>
            <Status attachment={each} retry={() => attachments.retry(each.id)} />
          </div>
          <CloseButton
            size="sm"
            aria-label={t('attach.remove', { name: each.file.name })}
            onClick={() => attachments.remove(each.id)}
          />
        </li>
      ))}
    </ul>
  )
}

function Status({ attachment, retry }: { attachment: Attachment; retry: () => void }) {
  const { t } = useTranslation()
  const { file, status } = attachment
  switch (status.name) {
    case 'uploading':
      return (
        <Progress
          value={status.progress * 100}
          size={5}
          mt={6}
          aria-label={t('attach.uploading', { name: file.name })}
        />
      )
    case 'ready':
      return (
        <div className={classes.note}>
          <IconCheck size={14} stroke={2.2} aria-hidden />
          {fileSize(status.upload.size)}
        </div>
      )
    case 'refused':
      return (
        <div className={classes.error} role="alert">
          {status.reason === 'empty' ? t('attach.empty') : t('attach.tooLarge')}
        </div>
      )
    case 'failed':
      return (
        <div className={classes.error} role="alert">
          <IconAlertCircle size={14} stroke={2} aria-hidden />
          <span title={explain(status.error, t)}>{t('attach.failed')}</span>
          <UnstyledButton className={classes.retry} onClick={retry}>
            {t('common.tryAgain')}
          </UnstyledButton>
        </div>
      )
  }
}

/** A picture of the picture, made from the file at hand. */
function Thumbnail({ file }: { file: File }) {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!/^image\/(png|jpeg|gif|webp|avif)$/.test(file.type)) return
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return (
    <span className={classes.thumbnail}>
      {url === null ? <IconFile size={20} stroke={1.5} aria-hidden /> : <img src={url} alt="" />}
    </span>
  )
}
