import { LIMITS } from '@biometrics/chat-protocol/limits'
import { TextInput } from '@mantine/core'
import type { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { GroupValues } from './group-values.ts'
import page from './page.module.css'

/** What the parts of the form need of it. */
export type GroupFormState = Pick<
  ReturnType<typeof useForm<GroupValues>>,
  'values' | 'getInputProps' | 'setFieldValue'
>

export function GroupName({ form, isDefault }: { form: GroupFormState; isDefault: boolean }) {
  const { t } = useTranslation()
  return (
    <section className={page.section}>
      <TextInput
        label={t('groups.name')}
        description={isDefault ? t('groups.defaultHint') : t('groups.nameHint')}
        maxLength={LIMITS.titleLength}
        {...form.getInputProps('name')}
      />
    </section>
  )
}
