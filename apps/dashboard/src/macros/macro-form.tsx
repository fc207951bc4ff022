import type { Macro, MacroAction } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { ActionIcon, Button, Checkbox, Menu, Stack, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { inputNode, useRefusal } from '../forms/use-refusal.tsx'
import { rest } from '../session/rest.ts'
import { useMe } from '../session/use-client.ts'
import { FormModal } from '../forms/form-modal.tsx'
import page from '../settings/page.module.css'
import { ActionFields } from './action-fields.tsx'
import { isWhole, KINDS, newAction } from './actions.ts'
import classes from './macro-form.module.css'

interface Props {
  /** Null for a new one. */
  macro: Macro | null
  onClose: () => void
  onSaved: () => void
}

/** A step keeps its key while it is moved. */
interface Step {
  key: number
  action: MacroAction
}

export function MacroForm({ macro, onClose, onSaved }: Props) {
  const { t } = useTranslation()
  const me = useMe()
  const [name, setName] = useState(macro?.name ?? '')
  const [shared, setShared] = useState(macro?.shared ?? false)
  const [steps, setSteps] = useState<Step[]>(() =>
    (macro?.actions ?? []).map((action, key) => ({ key, action })),
  )
  const [tried, setTried] = useState(false)
  const [saving, setSaving] = useState(false)
  const [errors, setErrors] = useState<Record<string, ReactNode>>({})
  const refusal = useRefusal({ setErrors, getInputNode: inputNode })

  const add = (kind: MacroAction['kind']) =>
    setSteps([...steps, { key: Math.max(0, ...steps.map(({ key }) => key)) + 1, action: newAction(kind) }])
  const change = (index: number, action: MacroAction) =>
    setSteps(steps.map((step, at) => (at === index ? { ...step, action } : step)))
  const move = (index: number, by: 1 | -1) => {
    const next = [...steps]
    const [step] = next.splice(index, 1)
    if (step) next.splice(index + by, 0, step)
    setSteps(next)
  }
  const [begun] = useState({ name, shared, steps })
  const dirty = name !== begun.name || shared !== begun.shared || steps !== begun.steps
  const problem = steps.length === 0 || steps.some(({ action }) => !isWhole(action))
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    refusal.clear()
    setErrors({})
    if (name.trim() === '' || problem) return
    setSaving(true)
    const body = { name: name.trim(), shared, actions: steps.map(({ action }) => action) }
    try {
      if (macro) await rest('PATCH', `/macros/${macro.id}`, body)
      else await rest('POST', '/macros', body)
    } catch (error) {
      setSaving(false)
      return refusal.show(error)
    }
    onSaved()
    onClose()
  }
  return (
    <FormModal
      title={macro ? t('macros.edit') : t('macros.new')}
      size={600}
      dirty={dirty}
      saving={saving}
      onClose={onClose}
    >
      {(close) => (
        <form noValidate onSubmit={(event) => void save(event)}>
          <Stack gap={14}>
            {refusal.alert}
            <TextInput
              label={t('macros.name')}
              value={name}
              maxLength={LIMITS.titleLength}
              data-path="name"
              error={(tried && name.trim() === '' && t('builder.required')) || errors.name}
              onChange={(event) => setName(event.currentTarget.value)}
              data-autofocus
            />
            <ol className={classes.steps} aria-label={t('macros.steps')}>
              {steps.map(({ key, action }, index) => (
                <li key={key} className={classes.step} data-path={`actions.${index}`}>
                  <div className={classes.fields}>
                    <ActionFields
                      action={action}
                      error={
                        (tried && !isWhole(action) && t('builder.required')) || errors[`actions.${index}`]
                      }
                      onChange={(changed) => change(index, changed)}
                    />
                  </div>
                  <span className={classes.tools}>
                    <ActionIcon
                      aria-label={t('macros.up')}
                      disabled={index === 0}
                      onClick={() => move(index, -1)}
                    >
                      <IconArrowUp size={16} />
                    </ActionIcon>
                    <ActionIcon
                      aria-label={t('macros.down')}
                      disabled={index === steps.length - 1}
                      onClick={() => move(index, 1)}
                    >
                      <IconArrowDown size={16} />
                    </ActionIcon>
                    <ActionIcon
                      aria-label={t('macros.removeStep')}
                      onClick={() => setSteps(steps.filter((_, at) => at !== index))}
                    >
                      <IconTrash size={16} />
                    </ActionIcon>
                  </span>
                </li>
              ))}
            </ol>
            <Menu width={240} position="bottom-start">
              <Menu.Target>
                <Button
                  variant="default"
                  leftSection={<IconPlus size={16} />}
                  disabled={steps.length >= LIMITS.macroActions}
                >
                  {t('macros.addStep')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {KINDS.map((kind) => (
                  <Menu.Item key={kind} onClick={() => add(kind)}>
                    {t(`macros.kinds.${kind}`)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
            {tried && steps.length === 0 && (
              <p className={classes.problem} role="alert">
                {t('macros.noSteps')}
              </p>
            )}
            {me.role === 'admin' && (
              <Checkbox
                label={t('macros.forAll')}
                checked={shared}
                onChange={(event) => setShared(event.currentTarget.checked)}
              />
            )}
            <div className={page.foot}>
              <Button variant="default" onClick={close}>
                {t('common.cancel')}
              </Button>
              <Button type="submit" loading={saving}>
                {t('common.save')}
              </Button>
            </div>
          </Stack>
        </form>
      )}
    </FormModal>
  )
}
