import { LIMITS } from '@biometrics/chat-protocol/limits'
import { ActionIcon, Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from '../form-fields.module.css'
import { Labels } from './labels.tsx'
import { NEW_ROW, type PrechatRow } from './widget-values.ts'

const TYPES = ['text', 'email', 'phone', 'textarea', 'select', 'checkbox', 'group', 'consent'] as const

interface Props {
  rows: PrechatRow[]
  errors: Record<string, ReactNode>
  onChange: (rows: PrechatRow[]) => void
}

/** The fields of the form before the first message. */
export function PrechatEditor({ rows, errors, onChange }: Props) {
  const { t } = useTranslation()
  const move = (from: number, to: number) => {
    const moved = [...rows]
    moved.splice(to, 0, ...moved.splice(from, 1))
    onChange(moved)
  }
  return (
    <div className={classes.rows}>
      {rows.map((row, index) => {
        const change = (part: Partial<PrechatRow>) =>
          onChange(rows.map((one, at) => (at === index ? { ...one, ...part } : one)))
        const beside = (field: string) => ({
          'data-path': `rows.${index}.${field}`,
          error: errors[`rows.${index}.${field}`],
        })
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name before it is saved
          <fieldset key={index} className={classes.row}>
            <legend className={classes.legend}>{t('formBuilder.field', { n: index + 1 })}</legend>
            <div className={classes.main}>
              <Labels words={row.label} {...beside('label')} onChange={(label) => change({ label })} />
              <NativeSelect
                label={t('formBuilder.type')}
                w={170}
                value={row.type}
                data={TYPES.map((type) => ({ value: type, label: t(`widget.types.${type}`) }))}
                onChange={(event) => change({ type: event.currentTarget.value as PrechatRow['type'] })}
              />
            </div>
            {row.type === 'select' && (
              <Textarea
                label={t('formBuilder.options')}
                description={t('formBuilder.optionsHint')}
                autosize
                minRows={3}
                maxRows={10}
                value={row.options}
                {...beside('options')}
                onChange={(event) => change({ options: event.currentTarget.value })}
              />
            )}
            {row.type === 'consent' && (
              <TextInput
                label={t('widget.link')}
                placeholder="https://"
                value={row.link}
                {...beside('link')}
                onChange={(event) => change({ link: event.currentTarget.value })}
              />
            )}
            {(row.type === 'text' || row.type === 'phone') && (
              <TextInput
                label={t('widget.pattern')}
                description={t('widget.patternHint')}
                maxLength={LIMITS.valueLength}
                value={row.pattern}
                {...beside('pattern')}
                onChange={(event) => change({ pattern: event.currentTarget.value })}
              />
            )}
            {row.type !== 'group' && (
              <TextInput
                label={t('widget.keptAs')}
                description={t('widget.keptAsHint')}
                maxLength={LIMITS.nameLength}
                value={row.name}
                {...beside('name')}
                onChange={(event) => change({ name: event.currentTarget.value })}
              />
            )}
            <div className={classes.foot}>
              <Checkbox
                label={t('formBuilder.required')}
                checked={row.required}
                onChange={(event) => change({ required: event.currentTarget.checked })}
              />
              <span className={classes.tools}>
                <ActionIcon
                  aria-label={t('formBuilder.up', { n: index + 1 })}
                  disabled={index === 0}
                  onClick={() => move(index, index - 1)}
                >
                  <IconArrowUp size={17} />
                </ActionIcon>
                <ActionIcon
                  aria-label={t('formBuilder.down', { n: index + 1 })}
                  disabled={index === rows.length - 1}
                  onClick={() => move(index, index + 1)}
                >
                  <IconArrowDown size={17} />
                </ActionIcon>
                <ActionIcon
                  aria-label={t('formBuilder.remove', { n: index + 1 })}
                  onClick={() => onChange(rows.filter((_, at) => at !== index))}
                >
                  <IconTrash size={17} stroke={1.7} />
                </ActionIcon>
              </span>
            </div>
          </fieldset>
        )
      })}
      <Button
        variant="default"
        leftSection={<IconPlus size={16} />}
        disabled={rows.length >= LIMITS.prechatAnswers}
        onClick={() => onChange([...rows, NEW_ROW])}
      >
        {t('formBuilder.add')}
      </Button>
    </div>
  )
}
