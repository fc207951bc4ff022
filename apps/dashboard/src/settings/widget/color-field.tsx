import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isColor, judge } from './contrast.ts'
import classes from './widget.module.css'

interface Props {
  value?: string
  onChange?: (value: string) => void
  error?: ReactNode
  'data-path'?: string
}

/** A colour, and what it means for whoever has to read on it. */
export function ColorField({ value = '', onChange, error, 'data-path': path }: Props) {
  const { t } = useTranslation()
  const judged = isColor(value) ? judge(value) : null
  const full = value.length === 4 ? value.replace(/[\da-f]/gi, '$&$&') : value
  return (
    <div>
      <TextInput
        label={t('widget.color')}
        value={value}
        data-path={path}
        error={error}
        maxLength={7}
        leftSection={
          <input
            type="color"
            className={classes.swatch}
            aria-label={t('widget.pickColor')}
            value={judged ? full : '#000000'}
            onChange={(event) => onChange?.(event.currentTarget.value)}
          />
        }
        onChange={(event) => onChange?.(event.currentTarget.value.trim())}
      />
      {judged && (
        <p className={`${classes.soft} ${judged.isFaint ? classes.faint : ''}`} role="status">
          {t(judged.text === 'white' ? 'widget.whiteOnIt' : 'widget.blackOnIt', {
            ratio: judged.ratio.toFixed(1),
          })}
          {judged.isFaint && ` ${t('widget.faint')}`}
        </p>
      )}
    </div>
  )
}
