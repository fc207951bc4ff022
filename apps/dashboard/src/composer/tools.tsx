import type { Draft } from '@biometrics/chat-client'
import { Button, FileButton } from '@mantine/core'
import {
  IconBolt,
  IconCards,
  IconListDetails,
  IconMoodSmile,
  IconPaperclip,
  IconSend2,
  IconSparkles,
} from '@tabler/icons-react'
import { useClickOutside } from '@mantine/hooks'
import { lazy, Suspense } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { IconButton } from '../shell/icon-button.tsx'
import { useStateFor } from '../shell/use-state-for.ts'
import type { ComposerDraft } from './drafts.ts'
import classes from './tools.module.css'

const EmojiPicker = lazy(() => import('./emoji-picker.tsx'))
const QuickReplyDialog = lazy(() => import('./quick-reply-dialog.tsx'))
const CarouselDialog = lazy(() => import('./carousel-dialog.tsx'))

interface Props {
  conversationId: string
  mode: ComposerDraft['mode']
  hint: string | null
  canSend: boolean
  onFiles: (files: File[]) => void
  /** Null: none was chosen. */
  onEmoji: (emoji: string | null) => void
  onCanned: () => void
  onAssist: () => void
  /** False when it could not be taken. */
  onMessage: (message: Draft) => boolean
  onSend: () => void
}

export function Tools({
  conversationId,
  mode,
  hint,
  canSend,
  onFiles,
  onEmoji,
  onCanned,
  onAssist,
  onMessage,
  onSend,
}: Props) {
  const { t } = useTranslation()
  const [dialog, setDialog] = useStateFor<'quick-reply' | 'carousel' | null>(conversationId, () => null)
  const close = () => setDialog(null)
  const [isPicking, setIsPicking] = useStateFor(conversationId, () => false)
  const pick = (emoji: string | null) => {
    setIsPicking(false)
    onEmoji(emoji)
  }
  const picker = useClickOutside<HTMLDivElement>(() => isPicking && setIsPicking(false))
  return (
    <div className={classes.tools}>
      <FileButton multiple onChange={onFiles} inputProps={{ 'aria-label': t('attach.choose') }}>
        {(props) => (
          <IconButton {...props} aria-label={t('attach.choose')} title={t('attach.choose')}>
            <IconPaperclip size={19} stroke={1.7} />
          </IconButton>
        )}
      </FileButton>
      <div ref={picker} className={classes.emoji}>
        <IconButton
          onClick={() => setIsPicking(!isPicking)}
          aria-expanded={isPicking}
          aria-label={t('composer.emoji')}
          title={t('composer.emoji')}
        >
          <IconMoodSmile size={19} stroke={1.7} />
        </IconButton>
        <Suspense>{isPicking && <EmojiPicker onChoose={pick} onClose={() => pick(null)} />}</Suspense>
      </div>
      <IconButton onClick={onCanned} aria-label={t('canned.title')} title={t('canned.hint')}>
        <IconBolt size={19} stroke={1.7} />
      </IconButton>
      {mode === 'reply' && (
        <>
          <IconButton onClick={onAssist} aria-label={t('assist.title')} title={t('assist.title')}>
            <IconSparkles size={19} stroke={1.7} />
          </IconButton>
          <IconButton
            onClick={() => setDialog('quick-reply')}
            aria-label={t('quickReply.title')}
            title={t('quickReply.title')}
          >
            <IconListDetails size={19} stroke={1.7} />
          </IconButton>
          <IconButton
            onClick={() => setDialog('carousel')}
            aria-label={t('carousel.title')}
            title={t('carousel.title')}
          >
            <IconCards size={19} stroke={1.7} />
          </IconButton>
        </>
      )}
      <span className={classes.hint} role="status">
        {hint ?? <span className={classes.keys}>{t('composer.keys')}</span>}
      </span>
      <Button
        size="compact-md"
        className={classes.send}
        data-mode={mode}
        onClick={onSend}
        disabled={!canSend}
        rightSection={<IconSend2 size={16} stroke={1.9} />}
      >
        {mode === 'note' ? t('composer.addNote') : t('composer.send')}
      </Button>
      <Suspense>
        {dialog === 'quick-reply' && <QuickReplyDialog onClose={close} onSend={onMessage} />}
        {dialog === 'carousel' && <CarouselDialog onClose={close} onSend={onMessage} />}
      </Suspense>
    </div>
  )
}
