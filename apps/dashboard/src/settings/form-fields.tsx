import type { FormField } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { ActionIcon, Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { useForm } from '@mantine/form'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { AppRoutingValues } from './app-routing.tsx'
import classes from './form-fields.module.css'
import { NEW_ROW } from './form-rows.ts'

const TYPES = [
  'text',
  'textarea',
  'select',
  'checkbox',
  'email',
  'phone',
] as const satisfies readonly FormField['type'][]

type FormState = Pick<
  ReturnType<typeof useForm<AppRoutingValues>>,
  'values' | 'getInputProps' | 'insertListItem' | 'removeListItem' | 'reorderListItem'
>

/** The fields of a form, to be filled in, moved and removed. */
export function FormFields({ form }: { form: FormState }) {
  const { t } = useTranslation()
  const rows = form.values.closeForm
  return (
    <div className={classes.rows}>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name before it is saved
        <fieldset key={index} className={classes.row}>
          <legend className={classes.legend}>{t('formBuilder.field', { n: index + 1 })}</legend>
          <div className={classes.main}>
            <TextInput
              label={t('formBuilder.label')}
              maxLength={LIMITS.titleLength}
              className={classes.label}
              {...form.getInputProps(`closeForm.${index}.label`)}
            />
            <NativeSelect
              label={t('formBuilder.type')}
              w={170}
              {...form.getInputProps(`closeForm.${index}.type`)}
              data={TYPES.map((value) => ({ value, label: t(`formBuilder.types.${value}`) }))}
            />
          </div>
          {row.type === 'select' && (
            <Textarea
              label={t('formBuilder.options')}
              description={t('formBuilder.optionsHint')}
              autosize
              minRows={3}
              maxRows={10}
              {...form.getInputProps(`closeForm.${index}.options`)}
            />
          )}
          <div className={classes.foot}>
            <Checkbox
              label={t('formBuilder.required')}
              {...form.getInputProps(`closeForm.${index}.required`, { type: 'checkbox' })}
            />
            <span className={classes.tools}>
              <ActionIcon
                aria-label={t('formBuilder.up', { n: index + 1 })}
                disabled={index === 0}
                onClick={() => form.reorderListItem('closeForm', { from: index, to: index - 1 })}
              >
                <IconArrowUp size={17} />
              </ActionIcon>
              <ActionIcon
                aria-label={t('formBuilder.down', { n: index + 1 })}
                disabled={index === rows.length - 1}
                onClick={() => form.reorderListItem('closeForm', { from: index, to: index + 1 })}
              >
                <IconArrowDown size={17} />
              </ActionIcon>
              <ActionIcon
                aria-label={t('formBuilder.remove', { n: index + 1 })}
                onClick={() => form.removeListItem('closeForm', index)}
              >
                <IconTrash size={17} stroke={1.7} />
              </ActionIcon>
            </span>
          </div>
        </fieldset>
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={16} />}
        disabled={rows.length >= LIMITS.formFields}
        onClick={() => form.insertListItem('closeForm', NEW_ROW)}
      >
        {t('formBuilder.add')}
      </Button>
    </div>
  )
}
