import type { App, Article } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Alert, Button, Modal, Stack, Switch, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { explain, fieldErrors } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import page from '../settings/page.module.css'

interface Props {
  app: App
  /** Null for a new one. */
  article: Article | null
  /** What a visitor asked, for a new one. */
  question: string | null
  onClose: () => void
  onSaved: () => void
}

export function ArticleForm({ app, article, question, onClose, onSaved }: Props) {
  const { t } = useTranslation()
  const [failure, setFailure] = useState<unknown>(null)
  const required = (value: string) => (value.trim() === '' ? t('builder.required') : null)
  const form = useForm({
    initialValues: {
      title: article?.title ?? '',
      body: article?.body ?? '',
      questions: article?.questions.join('\n') ?? question ?? '',
      isPublished: article?.isPublished ?? true,
    },
    validate: { title: required, body: required },
  })
  const save = form.onSubmit(async ({ title, questions, ...values }) => {
    const body = {
      ...values,
      title: title.trim(),
      questions: questions
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    }
    try {
      if (article) await rest('PATCH', `/articles/${article.id}`, body)
      else await rest('POST', '/articles', { ...body, appId: app.id })
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
      title={article ? t('articles.edit') : t('articles.new')}
      size={720}
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
            label={t('articles.title')}
            maxLength={LIMITS.titleLength}
            data-autofocus
            {...form.getInputProps('title')}
          />
          <Textarea
            label={t('articles.questions')}
            description={t('articles.questionsHint')}
            autosize
            minRows={3}
            maxRows={10}
            {...form.getInputProps('questions')}
          />
          <Textarea
            label={t('articles.body')}
            description={t('articles.bodyHint')}
            autosize
            minRows={8}
            maxRows={20}
            {...form.getInputProps('body')}
          />
          <Switch
            label={t('articles.published')}
            description={t('articles.publishedHint')}
            {...form.getInputProps('isPublished', { type: 'checkbox' })}
          />
          <div className={page.foot}>
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
