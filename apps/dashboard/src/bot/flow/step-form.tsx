import type { Flow, FlowProblem, FlowStep } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import {
  ActionIcon,
  Alert,
  Button,
  NumberInput,
  Select,
  Stack,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { groupsQuery } from '../../session/queries.ts'
import { ConditionFields } from './condition-fields.tsx'
import classes from './flow.module.css'
import { ICONS } from './flow-picture.tsx'
import { CardFields } from './card-fields.tsx'
import { NextField } from './next-field.tsx'
import { nameOf } from './step-form-names.ts'

interface Props {
  flow: Flow
  step: FlowStep
  problems: readonly FlowProblem[]
  onChange: (step: FlowStep) => void
  onDelete: () => void
  onStart: () => void
}

const CHECKS = ['text', 'email', 'phone', 'number', 'date'] as const
const FIELDS = ['name', 'email', 'phone'] as const

/** Everything about one step. */
export function StepForm({ flow, step, problems, onChange, onDelete, onStart }: Props) {
  const { t } = useTranslation()
  const Icon = ICONS[step.kind]
  const own = problems.filter(({ stepId }) => stepId === step.id)
  return (
    <Stack gap={14}>
      <div className={classes.stepHead}>
        <Icon size={20} stroke={1.7} aria-hidden />
        <h2>{t(`flow.kinds.${step.kind}`)}</h2>
        <span className={classes.soft}>{step.id}</span>
        <ActionIcon aria-label={t('common.deleteNamed', { name: step.id })} onClick={onDelete}>
          <IconTrash size={18} stroke={1.7} />
        </ActionIcon>
      </div>
      <p className={classes.soft}>{t(`flow.hints.${step.kind}`)}</p>
      {own.map(({ level, message }) => (
        <Alert key={message} color={level === 'mistake' ? 'red' : 'yellow'} p={10}>
          {message}
        </Alert>
      ))}
      <Fields flow={flow} step={step} onChange={onChange} />
      {step.id !== flow.start && (
        <Button variant="subtle" size="compact-sm" onClick={onStart} style={{ alignSelf: 'start' }}>
          {t('flow.makeStart')}
        </Button>
      )}
    </Stack>
  )
}

function Fields({ flow, step, onChange }: Pick<Props, 'flow' | 'step' | 'onChange'>) {
  const { t } = useTranslation()
  const next = (label: string, value: string | null, change: (next: string | null) => void) => (
    <NextField flow={flow} label={label} value={value} onChange={change} />
  )
  const words = (text: string, change: (text: string) => void, label = t('flow.text')) => (
    <Textarea
      label={label}
      description={t('flow.textHint', { variable: '{{name}}' })}
      autosize
      minRows={2}
      maxRows={8}
      maxLength={LIMITS.textLength}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
  switch (step.kind) {
    case 'say':
      return (
        <>
          {words(step.text, (text) => onChange({ ...step, text }))}
          {next(t('flow.next'), step.next, (to) => onChange({ ...step, next: to }))}
        </>
      )
    case 'ask':
      return (
        <>
          {words(step.text, (text) => onChange({ ...step, text }))}
          <TextInput
            label={t('flow.saveAs')}
            description={t('flow.saveAsHint')}
            value={step.saveAs}
            maxLength={50}
            onChange={(event) => onChange({ ...step, saveAs: nameOf(event.currentTarget.value) })}
          />
          {next(t('flow.next'), step.next, (to) => onChange({ ...step, next: to }))}
        </>
      )
    case 'choose':
      return (
        <>
          {words(step.text, (text) => onChange({ ...step, text }))}
          {step.options.map((option, index) => {
            const change = (part: Partial<typeof option>) =>
              onChange({
                ...step,
                options: step.options.map((one, at) => (at === index ? { ...one, ...part } : one)),
              })
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: options have no other name that stays
              <fieldset key={index} className={classes.part}>
                <legend className={classes.hidden}>{t('flow.option', { n: index + 1 })}</legend>
                <div className={classes.partHead}>
                  <TextInput
                    label={t('flow.option', { n: index + 1 })}
                    value={option.title}
                    maxLength={LIMITS.titleLength}
                    onChange={(event) => change({ title: event.currentTarget.value })}
                  />
                  <ActionIcon
                    aria-label={t('common.deleteNamed', { name: option.title })}
                    disabled={step.options.length === 1}
                    onClick={() =>
                      onChange({ ...step, options: step.options.filter((_, at) => at !== index) })
                    }
                  >
                    <IconTrash size={16} stroke={1.7} />
                  </ActionIcon>
                </div>
                {next(t('flow.leadsTo'), option.next, (to) => change({ next: to }))}
              </fieldset>
            )
          })}
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            disabled={step.options.length >= LIMITS.quickReplyOptions}
            style={{ alignSelf: 'start' }}
            onClick={() =>
              onChange({
                ...step,
                options: [
                  ...step.options,
                  {
                    title: t('flow.option', { n: step.options.length + 1 }),
                    value: freeValue(step.options),
                    next: null,
                  },
                ],
              })
            }
          >
            {t('flow.addOption')}
          </Button>
          <NextField
            flow={flow}
            label={t('flow.otherwise')}
            description={t('flow.otherwiseHint')}
            value={step.otherwise}
            onChange={(to) => onChange({ ...step, otherwise: to })}
          />
        </>
      )
    case 'carousel':
      return <CardFields flow={flow} step={step} onChange={onChange} />
    case 'condition':
      return <ConditionFields flow={flow} step={step} onChange={onChange} />
    case 'collect':
      return (
        <>
          {words(step.text, (text) => onChange({ ...step, text }))}
          <TextInput
            label={t('flow.field')}
            description={t('flow.fieldHint')}
            list="flow-fields"
            value={step.field}
            maxLength={50}
            onChange={(event) => onChange({ ...step, field: nameOf(event.currentTarget.value) })}
          />
          <datalist id="flow-fields">
            {FIELDS.map((field) => (
              <option key={field} value={field} />
            ))}
          </datalist>
          <Select
            label={t('flow.check')}
            data={CHECKS.map((check) => ({ value: check, label: t(`flow.checks.${check}`) }))}
            value={step.check}
            allowDeselect={false}
            onChange={(check) => onChange({ ...step, check: (check ?? 'text') as (typeof CHECKS)[number] })}
          />
          {words(step.again, (again) => onChange({ ...step, again }), t('flow.again'))}
          <NumberInput
            label={t('flow.attempts')}
            min={1}
            max={10}
            allowDecimal={false}
            value={step.attempts}
            onChange={(attempts) => onChange({ ...step, attempts: Number(attempts) || 1 })}
          />
          {next(t('flow.next'), step.next, (to) => onChange({ ...step, next: to }))}
          {next(t('flow.failed'), step.failed, (to) => onChange({ ...step, failed: to }))}
        </>
      )
    case 'answer':
      return (
        <>
          {words(step.text, (text) => onChange({ ...step, text }))}
          <NextField
            flow={flow}
            label={t('flow.answered')}
            description={t('flow.answeredHint')}
            value={step.next}
            onChange={(to) => onChange({ ...step, next: to })}
          />
          {next(t('flow.notAnswered'), step.otherwise, (to) => onChange({ ...step, otherwise: to }))}
        </>
      )
    case 'tag':
      return (
        <>
          <TagsInput
            label={t('details.tags')}
            maxTags={LIMITS.tags}
            value={step.tags}
            onChange={(tags) => tags.length > 0 && onChange({ ...step, tags })}
          />
          {next(t('flow.next'), step.next, (to) => onChange({ ...step, next: to }))}
        </>
      )
    case 'route':
      return (
        <>
          <GroupField value={step.groupId} onChange={(groupId) => onChange({ ...step, groupId })} />
          {next(t('flow.next'), step.next, (to) => onChange({ ...step, next: to }))}
        </>
      )
    case 'hand_over':
      return words(step.text, (text) => onChange({ ...step, text }))
    case 'close':
      return (
        <>
          {words(step.text, (text) => onChange({ ...step, text }))}
          <Switch
            label={t('flow.resolved')}
            checked={step.resolved}
            onChange={(event) => onChange({ ...step, resolved: event.currentTarget.checked })}
          />
        </>
      )
  }
}

function GroupField({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { t } = useTranslation()
  const { data: groups = [] } = useQuery(groupsQuery)
  return (
    <Select
      label={t('flow.group')}
      data={groups.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      allowDeselect={false}
      onChange={(id) => id !== null && onChange(id)}
    />
  )
}

function freeValue(options: readonly { value: string }[]): string {
  const taken = new Set(options.map(({ value }) => value))
  for (let n = options.length + 1; ; n++) if (!taken.has(`option-${n}`)) return `option-${n}`
}
