import type { CannedResponse } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Button, Stack, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { useRefusal } from '../forms/use-refusal.tsx'
import { rest } from '../session/rest.ts'
import { CannedReach } from './canned-reach.tsx'
import { FormModal } from '../forms/form-modal.tsx'
import classes from './page.module.css'

interface Props {
  /** Null for a new one. */
  response: CannedResponse | null
  onClose: () => void
  onSaved: () => void
}

export function CannedResponseForm({ response, onClose, onSaved }: Props) {
  const { t } = useTranslation()
  const required = (value: string) => (value.trim() === '' ? t('builder.required') : null)
  const form = useForm({
    initialValues: {
      title: response?.title ?? '',
      shortcut: response?.shortcut ?? '/',
      content: response?.content ?? '',
      category: response?.category ?? '',
      tags: response?.tags ?? [],
      scope: response?.scope ?? 'everybody',
      groupId: response?.groupId ?? null,
      language: response?.language ?? null,
      attachments: response?.attachments ?? [],
    } satisfies Omit<CannedResponse, 'id' | 'uses'>,
    validate: {
      title: required,
      content: required,
      groupId: (value, { scope }) => (scope === 'group' && value === null ? t('builder.required') : null),
      shortcut: (value) => (/^\/\S+$/.test(value.trim()) ? null : t('cannedForm.shortcutInvalid')),
    },
  })
  const refusal = useRefusal(form)
  const save = form.onSubmit(async ({ title, shortcut, category, ...values }) => {
    const body = {
      ...values,
      title: title.trim(),
      shortcut: shortcut.trim(),
      category: category.trim() || t('cannedForm.general'),
    }
    refusal.clear()
    try {
      if (response) await rest('PATCH', `/canned-responses/${response.id}`, body)
      else await rest('POST', '/canned-responses', body)
    } catch (error) {
      return refusal.show(error)
    }
    onSaved()
    onClose()
  }, refusal.point)
  return (
    <FormModal
      title={response ? t('cannedForm.edit') : t('cannedForm.new')}
      size={560}
      dirty={form.isDirty()}
      saving={form.submitting}
      onClose={onClose}
    >
      {(close) => (
        <form noValidate onSubmit={save}>
          <Stack gap={14}>
            {refusal.alert}
            <TextInput
              label={t('cannedForm.responseTitle')}
              maxLength={LIMITS.titleLength}
              data-autofocus
              {...form.getInputProps('title')}
            />
            <TextInput
              label={t('cannedForm.shortcut')}
              description={t('cannedForm.shortcutHint')}
              maxLength={50}
              {...form.getInputProps('shortcut')}
            />
            <Textarea
              label={t('cannedForm.content')}
              description={t('cannedForm.contentHint', { variable: '{{name}}', fallback: '{{name|there}}' })}
              autosize
              minRows={4}
              maxRows={12}
              maxLength={LIMITS.textLength}
              {...form.getInputProps('content')}
            />
            <TextInput
              label={t('cannedForm.category')}
              maxLength={LIMITS.titleLength}
              {...form.getInputProps('category')}
            />
            <TagsInput
              label={t('details.tags')}
              description={t('cannedForm.tagsHint')}
              maxTags={LIMITS.tags}
              {...form.getInputProps('tags')}
            />
            <CannedReach
              reach={form.values}
              errors={form.errors}
              onChange={(change) => form.setValues(change)}
            />
            <div className={classes.foot}>
              <Button variant="default" onClick={close}>
                {t('common.cancel')}
              </Button>
              <Button type="submit" loading={form.submitting}>
                {t('common.save')}
              </Button>
            </div>
          </Stack>
        </form>
      )}
    </FormModal>
  )
}
