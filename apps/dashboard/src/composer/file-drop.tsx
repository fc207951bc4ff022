import { IconUpload } from '@tabler/icons-react'
import { type ComponentProps, type DragEvent, useRef, useState } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import classes from './file-drop.module.css'
import { useAttachments } from './use-attachments.ts'

/** Files may be dropped anywhere on the conversation. */
export function FileDrop(props: ComponentProps<'section'> & { conversationId: string; disabled: boolean }) {
  const { conversationId, disabled, children, ...section } = props
  const { t } = useTranslation()
  const attachments = useAttachments(conversationId)
  const [over, setOver] = useState(false)
  /** Enter and leave are told of every child; only the outermost pair counts. */
  const depth = useRef(0)

  const carriesFiles = (event: DragEvent) => !disabled && event.dataTransfer.types.includes('Files')
  const stop = () => {
    depth.current = 0
    setOver(false)
  }
  return (
    <section
      {...section}
      onDragEnter={(event) => {
        if (!carriesFiles(event)) return
        depth.current++
        setOver(true)
      }}
      onDragOver={(event) => {
        if (carriesFiles(event)) event.preventDefault()
      }}
      onDragLeave={(event) => {
        if (carriesFiles(event) && --depth.current <= 0) stop()
      }}
      onDrop={(event) => {
        if (!carriesFiles(event)) return
        event.preventDefault()
        stop()
        attachments.add([...event.dataTransfer.files])
      }}
    >
      {children}
      {over && (
        <div className={classes.over}>
          <IconUpload size={30} stroke={1.5} aria-hidden />
          {t('attach.drop')}
        </div>
      )}
    </section>
  )
}
