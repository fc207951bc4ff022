import type { CannedResponse } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Alert, Button, Modal, Stack, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { explain, fieldErrors } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import classes from './page.module.css'

interface Props {
  /** Null for a new one. */
  response: CannedResponse | null
  onClose: () => void
  onSaved: () => void
}

export function CannedResponseForm({ response, onClose, onSaved }: Props) {
  const { t } = useTranslation()
  const [failure, setFailure] = useState<unknown>(null)
  const required = (value: string) => (value.trim() === '' ? t('builder.required') : null)
  const form = useForm({
    initialValues: {
      title: response?.title ?? '',
      shortcut: response?.shortcut ?? '/',
      content: response?.content ?? '',
      category: response?.category ?? '',
      tags: response?.tags ?? [],
    },
    validate: {
      title: required,
      content: required,
      shortcut: (value) => (/^\/\S+$/.test(value.trim()) ? null : t('canned.shortcutInvalid')),
    },
  })
  const save = form.onSubmit(async ({ title, shortcut, category, ...values }) => {
    const body = {
      ...values,
      title: title.trim(),
      shortcut: shortcut.trim(),
      category: category.trim() || t('canned.general'),
    }
    try {
      if (response) await rest('PATCH', `/canned-responses/${response.id}`, body)
      else await rest('POST', '/canned-responses', body)
    } catch (error) {
      form.setErrors(fieldErrors(error, t))
      return setFailure(error)
    }
    onSaved()
    onClose()
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={response ? t('canned.edit') : t('canned.new')}
      size={560}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form noValidate onSubmit={save}>
        <Stack gap={14}>
          {failure !== null && (
            <Alert color="red" role="alert">
              {explain(failure, t)}
            </Alert>
          )}
          <TextInput
            label={t('canned.responseTitle')}
            maxLength={LIMITS.titleLength}
            data-autofocus
            {...form.getInputProps('title')}
          />
          <TextInput
            label={t('canned.shortcut')}
            description={t('canned.shortcutHint')}
            maxLength={50}
            {...form.getInputProps('shortcut')}
          />
          <Textarea
            label={t('canned.content')}
            description={t('canned.contentHint', { variable: '{{name}}', fallback: '{{name|there}}' })}
            autosize
            minRows={4}
            maxRows={12}
            maxLength={LIMITS.textLength}
            {...form.getInputProps('content')}
          />
          <TextInput
            label={t('canned.category')}
            maxLength={LIMITS.titleLength}
            {...form.getInputProps('category')}
          />
          <TagsInput
            label={t('details.tags')}
            description={t('canned.tagsHint')}
            maxTags={LIMITS.tags}
            {...form.getInputProps('tags')}
          />
          <div className={classes.foot}>
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={form.submitting}>
              {t('common.save')}
            </Button>
          </div>
        </Stack>
      </form>
    </Modal>
  )
}
