import type { Flow, FlowStep, FlowTest } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { ActionIcon, Button, Select, TagsInput, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './flow.module.css'
import { NextField } from './next-field.tsx'
import { nameOf } from './step-form-names.ts'

type Condition = Extract<FlowStep, { kind: 'condition' }>
const ON = ['hours', 'language', 'attribute'] as const
const COMPARE = ['known', 'equal', 'contains', 'above', 'below'] as const
const CASES_MAX = 20

/** The first case that holds decides. */
export function ConditionFields(props: { flow: Flow; step: Condition; onChange: (step: Condition) => void }) {
  const { flow, step, onChange } = props
  const { t } = useTranslation()
  return (
    <>
      {step.cases.map((one, index) => {
        const change = (part: Partial<typeof one>) =>
          onChange({
            ...step,
            cases: step.cases.map((other, at) => (at === index ? { ...other, ...part } : other)),
          })
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: cases have no name
          <fieldset key={index} className={classes.part}>
            <legend className={classes.hidden}>{t('flow.case', { n: index + 1 })}</legend>
            <div className={classes.partHead}>
              <Select
                label={t('flow.case', { n: index + 1 })}
                data={ON.map((on) => ({ value: on, label: t(`flow.on.${on}`) }))}
                value={one.if.on}
                allowDeselect={false}
                onChange={(on) => change({ if: beginning((on ?? 'hours') as (typeof ON)[number]) })}
              />
              <ActionIcon
                aria-label={t('common.deleteNamed', { name: t('flow.case', { n: index + 1 }) })}
                disabled={step.cases.length === 1}
                onClick={() => onChange({ ...step, cases: step.cases.filter((_, at) => at !== index) })}
              >
                <IconTrash size={16} stroke={1.7} />
              </ActionIcon>
            </div>
            <TestFields test={one.if} onChange={(test) => change({ if: test })} />
            <NextField
              flow={flow}
              label={t('flow.leadsTo')}
              value={one.next}
              onChange={(next) => change({ next })}
            />
          </fieldset>
        )
      })}
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={14} />}
        disabled={step.cases.length >= CASES_MAX}
        style={{ alignSelf: 'start' }}
        onClick={() => onChange({ ...step, cases: [...step.cases, { if: beginning('hours'), next: null }] })}
      >
        {t('flow.addCase')}
      </Button>
      <NextField
        flow={flow}
        label={t('flow.noCase')}
        value={step.otherwise}
        onChange={(otherwise) => onChange({ ...step, otherwise })}
      />
    </>
  )
}

function TestFields({ test, onChange }: { test: FlowTest; onChange: (test: FlowTest) => void }) {
  const { t } = useTranslation()
  if (test.on === 'hours')
    return (
      <Select
        label={t('flow.is')}
        data={(['open', 'closed'] as const).map((is) => ({ value: is, label: t(`flow.hours.${is}`) }))}
        value={test.is}
        allowDeselect={false}
        onChange={(is) => onChange({ ...test, is: is === 'closed' ? 'closed' : 'open' })}
      />
    )
  if (test.on === 'language')
    return (
      <TagsInput
        label={t('flow.languages')}
        description={t('flow.languagesHint')}
        value={test.is}
        onChange={(tags) => {
          const is = tags.filter((tag) => /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(tag))
          if (is.length > 0) onChange({ ...test, is })
        }}
      />
    )
  return (
    <>
      <TextInput
        label={t('flow.attribute')}
        value={test.name}
        maxLength={50}
        onChange={(event) => onChange({ ...test, name: nameOf(event.currentTarget.value) })}
      />
      <Select
        label={t('flow.is')}
        data={COMPARE.map((is) => ({ value: is, label: t(`flow.compare.${is}`) }))}
        value={test.is}
        allowDeselect={false}
        onChange={(is) => onChange({ ...test, is: (is ?? 'known') as (typeof COMPARE)[number] })}
      />
      {test.is !== 'known' && (
        <TextInput
          label={t('flow.value')}
          value={test.value}
          maxLength={LIMITS.valueLength}
          onChange={(event) => onChange({ ...test, value: event.currentTarget.value })}
        />
      )}
    </>
  )
}

function beginning(on: FlowTest['on']): FlowTest {
  if (on === 'hours') return { on, is: 'open' }
  if (on === 'language') return { on, is: ['de'] }
  return { on, name: 'plan', is: 'known', value: '' }
}
