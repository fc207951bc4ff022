import type { Draft } from '@biometrics/chat-client'
import type { QuickReplyContent } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from '../i18n/use-translation.ts'
import { MessageBody } from '../messages/message-body.tsx'
import { BuilderDialog } from './builder-dialog.tsx'
import classes from './builder-dialog.module.css'

interface Values {
  text: string
  options: { key: string; title: string }[]
}

const emptyOption = () => ({ key: crypto.randomUUID(), title: '' })

/** A question with answers to choose from. */
export default function QuickReplyDialog(props: {
  onClose: () => void
  onSend: (message: Draft) => boolean
}) {
  const { onClose, onSend } = props
  const { t } = useTranslation()
  const form = useForm<Values>({
    initialValues: { text: '', options: [emptyOption(), emptyOption()] },
    validate: {
      text: (value) => (value.trim() === '' ? t('builder.required') : null),
      options: { title: (value) => (value.trim() === '' ? t('builder.required') : null) },
    },
  })
  const { options } = form.values
  const content = contentOf(form.values)
  return (
    <BuilderDialog
      title={t('quickReply.title')}
      dirty={form.isDirty()}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => {
        if (onSend({ type: 'quick_reply', content: contentOf(values) })) onClose()
      })}
      preview={
        content.text || content.options.length > 0 ? (
          <div className={classes.bubble}>
            <MessageBody message={{ type: 'quick_reply', content }} answer={null} />
          </div>
        ) : null
      }
    >
      <Textarea
        label={t('quickReply.text')}
        autosize
        minRows={2}
        maxRows={5}
        maxLength={LIMITS.textLength}
        data-autofocus
        {...form.getInputProps('text')}
      />
      <fieldset className={classes.set}>
        <legend>{t('quickReply.options')}</legend>
        {options.map((option, index) => (
          <div key={option.key} className={classes.line}>
            <TextInput
              className={classes.grow}
              aria-label={t('quickReply.option', { n: index + 1 })}
              placeholder={t('quickReply.option', { n: index + 1 })}
              maxLength={LIMITS.titleLength}
              {...form.getInputProps(`options.${index}.title`)}
            />
            <ActionIcon
              aria-label={t('quickReply.removeOption', { n: index + 1 })}
              disabled={options.length === 1}
              onClick={() => form.removeListItem('options', index)}
            >
              <IconTrash size={18} stroke={1.7} />
            </ActionIcon>
          </div>
        ))}
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={15} />}
          disabled={options.length >= LIMITS.quickReplyOptions}
          onClick={() => form.insertListItem('options', emptyOption())}
        >
          {t('quickReply.addOption')}
        </Button>
      </fieldset>
    </BuilderDialog>
  )
}

function contentOf({ text, options }: Values): QuickReplyContent {
  const titles = options.map((option) => option.title.trim()).filter((title) => title !== '')
  return { text: text.trim(), options: titles.map((title) => ({ title, value: title })) }
}
