import type { Conversation, FormField } from '@biometrics/chat-protocol'
import { Button, Checkbox, NativeSelect, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRefusal } from '../forms/use-refusal.tsx'
import { FormModal } from '../forms/form-modal.tsx'
import { useTranslation } from '../i18n/use-translation.ts'
import { useClient } from '../session/use-client.ts'
import { showUndo } from '../inbox/show-undo.tsx'
import { showFailure } from '../session/explain.ts'
import { answersIn, emptyAnswers, placeOf, problemsOf } from './closing-form.ts'
import classes from './dialogs.module.css'

/** What the app wants to know of every conversation that ends. */
export default function ClosingDialog(props: {
  conversation: Conversation
  fields: readonly FormField[]
  resolved: boolean
  onClose: () => void
}) {
  const { conversation, fields, onClose } = props
  const { t } = useTranslation()
  const client = useClient()
  const form = useForm({
    initialValues: { resolved: props.resolved, answers: emptyAnswers(fields) },
    validate: (values) =>
      Object.fromEntries(
        Object.entries(problemsOf(fields, values.answers)).map(([index, problem]) => [
          `answers.${index}`,
          t(problem === 'missing' ? 'builder.required' : 'account.emailInvalid'),
        ]),
      ),
  })
  const refusal = useRefusal(form, (path) => placeOf(fields, path))
  const end = form.onSubmit(async ({ resolved, answers }) => {
    try {
      await client.close(conversation.id, resolved, answersIn(fields, answers))
    } catch (error) {
      return refusal.show(error)
    }
    const reopen = () => client.reopen(conversation.id).catch((error: unknown) => showFailure(error, t))
    showUndo(t('actions.closed'), () => void reopen(), t)
    onClose()
  }, refusal.point)
  return (
    <FormModal
      title={t('closing.title')}
      size={480}
      dirty={form.isDirty()}
      saving={form.submitting}
      onClose={onClose}
    >
      {(close) => (
        <form noValidate onSubmit={end}>
          <Stack gap={14}>
            {refusal.alert}
            <SegmentedControl
              aria-label={t('closing.outcome')}
              value={form.values.resolved ? 'resolved' : 'unresolved'}
              onChange={(value) => form.setFieldValue('resolved', value === 'resolved')}
              data={[
                { value: 'resolved', label: t('closing.resolved') },
                { value: 'unresolved', label: t('closing.unresolved') },
              ]}
            />
            {fields.map((field, index) => (
              <Field
                key={field.name}
                field={field}
                first={index === 0}
                props={form.getInputProps(`answers.${index}`, {
                  type: field.type === 'checkbox' ? 'checkbox' : 'input',
                })}
              />
            ))}
          </Stack>
          <div className={classes.foot}>
            <Button variant="default" onClick={close}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={form.submitting}>
              {t('actions.close')}
            </Button>
          </div>
        </form>
      )}
    </FormModal>
  )
}

function Field({ field, first, props }: { field: FormField; first: boolean; props: object }) {
  const { t } = useTranslation()
  const shared = { label: field.label, ...props, ...(first && { 'data-autofocus': true }) }
  switch (field.type) {
    case 'checkbox':
      return <Checkbox {...shared} />
    case 'textarea':
      return <Textarea autosize minRows={3} maxRows={8} withAsterisk={field.required} {...shared} />
    case 'select':
      return (
        <NativeSelect
          withAsterisk={field.required}
          data={[{ value: '', label: t('common.choose') }, ...(field.options ?? [])]}
          {...shared}
        />
      )
    default:
      return <TextInput type={INPUT_TYPES[field.type]} withAsterisk={field.required} {...shared} />
  }
}

const INPUT_TYPES = { text: 'text', email: 'email', phone: 'tel' } as const
