import type { Agent, Role } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import {
  Alert,
  Button,
  Modal,
  MultiSelect,
  NativeSelect,
  NumberInput,
  Stack,
  TagsInput,
  TextInput,
} from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { languageChoices } from '../i18n/language-names.ts'
import { explain, fieldErrors } from '../session/explain.ts'
import { useProof } from '../security/use-proof.tsx'
import { rest } from '../session/rest.ts'
import { useMe } from '../session/use-client.ts'
import { accountRules } from './account-rules.ts'
import { AgentAccess } from './agent-access.tsx'
import { ROLES } from './new-agent-form.tsx'
import classes from './page.module.css'
import { ReachSelect } from './reach-select.tsx'
import { useKnownSkills } from './use-known-skills.ts'

/** What an admin decides about a colleague: what they may do, can do, and how much at once. */
export function EditAgentForm(props: { agent: Agent; onClose: () => void; onSaved: () => void }) {
  const { agent, onClose, onSaved } = props
  const { t } = useTranslation()
  const [failure, setFailure] = useState<unknown>(null)
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
      maxChats: (value) =>
        typeof value === 'number' && value >= 1 && value <= LIMITS.maxChats
          ? null
          : t('profile.maxChatsInvalid', { max: LIMITS.maxChats }),
    },
  })
  const save = form.onSubmit(async (values) => {
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
      form.setErrors(fieldErrors(error, t))
      setFailure(error)
    }
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('team.edit', { name: agent.name })}
      size={520}
      // A click beside it must not throw away what was typed.
      closeOnClickOutside={!form.isDirty()}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {dialog}
      <form noValidate onSubmit={save}>
        <Stack gap={14}>
          {failure !== null && (
            <Alert color="red" role="alert">
              {explain(failure, t)}
            </Alert>
          )}
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
