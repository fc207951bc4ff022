import type { Agent, Role } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Button, MultiSelect, NativeSelect, NumberInput, Stack, TagsInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { FormModal } from '../forms/form-modal.tsx'
import { useRefusal } from '../forms/use-refusal.tsx'
import { languageChoices } from '../i18n/language-names.ts'
import { useProof } from '../security/use-proof.tsx'
import { rest } from '../session/rest.ts'
import { useMe } from '../session/use-client.ts'
import { accountRules, maxChatsProblem } from './account-rules.ts'
import { AgentAccess } from './agent-access.tsx'
import { ROLES } from './new-agent-form.tsx'
import classes from './page.module.css'
import { ReachSelect } from './reach-select.tsx'
import { useKnownSkills } from './use-known-skills.ts'

/** What an admin decides about a colleague: what they may do, can do, and how much at once. */
export function EditAgentForm(props: { agent: Agent; onClose: () => void; onSaved: () => void }) {
  const { agent, onClose, onSaved } = props
  const { t } = useTranslation()
  const skills = useKnownSkills()
  const me = useMe()
  const { run, dialog } = useProof()
  const { name, email } = accountRules(t)
  const form = useForm({
    initialValues: {
      name: agent.name,
      email: agent.email,
      role: agent.role,
      reach: agent.reach,
      maxChats: agent.maxChats as number | string,
      skills: agent.skills,
      languages: agent.languages,
    },
    validate: {
      name,
      email,
      maxChats: (value) => maxChatsProblem(value, t),
    },
  })
  const refusal = useRefusal(form)
  const save = form.onSubmit(async (values) => {
    refusal.clear()
    try {
      await run(async () => {
        await rest('PATCH', `/agents/${agent.id}`, {
          ...values,
          name: values.name.trim(),
          email: values.email.trim(),
          // Nobody changes their own.
          role: agent.id === me.id ? undefined : values.role,
          reach: values.role === 'admin' ? 'all' : values.reach,
        })
        onSaved()
        onClose()
      })
    } catch (error) {
      refusal.show(error)
    }
  }, refusal.point)
  return (
    <FormModal
      title={t('team.edit', { name: agent.name })}
      size={520}
      dirty={form.isDirty()}
      saving={form.submitting}
      onClose={onClose}
    >
      {(close) => (
        <>
          {dialog}
          <form noValidate onSubmit={save}>
            <Stack gap={14}>
              {refusal.alert}
              <TextInput label={t('setUp.name')} data-autofocus {...form.getInputProps('name')} />
              <TextInput type="email" label={t('signIn.email')} {...form.getInputProps('email')} />
              <NativeSelect
                label={t('team.role')}
                disabled={agent.id === me.id}
                {...form.getInputProps('role')}
                onChange={(event) => form.setFieldValue('role', event.currentTarget.value as Role)}
                data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
              />
              <ReachSelect
                role={form.values.role}
                value={form.values.reach}
                onChange={(reach) => form.setFieldValue('reach', reach)}
              />
              <NumberInput
                label={t('shell.maxChats')}
                description={t('team.maxChatsHint')}
                min={1}
                max={LIMITS.maxChats}
                allowDecimal={false}
                {...form.getInputProps('maxChats')}
              />
              <TagsInput
                label={t('team.skills')}
                description={t('team.skillsHint')}
                data={skills}
                maxTags={LIMITS.skills}
                acceptValueOnBlur
                {...form.getInputProps('skills')}
              />
              <MultiSelect
                label={t('team.languages')}
                description={t('team.languagesHint')}
                data={languageChoices(form.values.languages)}
                searchable
                nothingFoundMessage={t('team.noLanguage')}
                {...form.getInputProps('languages')}
              />
              {agent.id !== me.id && <AgentAccess agent={agent} onChange={onSaved} />}
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
        </>
      )}
    </FormModal>
  )
}
