import type { App, Article } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Button, Stack, Switch, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { FormModal } from '../forms/form-modal.tsx'
import { useRefusal } from '../forms/use-refusal.tsx'
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
  const refusal = useRefusal(form)
  const save = form.onSubmit(async ({ title, questions, ...values }) => {
    const body = {
      ...values,
      title: title.trim(),
      questions: questions
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    }
    refusal.clear()
    try {
      if (article) await rest('PATCH', `/articles/${article.id}`, body)
      else await rest('POST', '/articles', { ...body, appId: app.id })
    } catch (error) {
      return refusal.show(error)
    }
    onSaved()
    onClose()
  }, refusal.point)
  return (
    <FormModal
      title={article ? t('articles.edit') : t('articles.new')}
      size={720}
      dirty={form.isDirty()}
      saving={form.submitting}
      onClose={onClose}
    >
      {(close) => (
        <form noValidate onSubmit={save}>
          <Stack gap={14}>
            {refusal.alert}
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
