import { NumberInput, type NumberInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

interface Props extends Omit<NumberInputProps, 'value' | 'onChange'> {
  value?: number | null
  onChange?: (value: number | null) => void
  unit: 'seconds' | 'minutes' | 'days' | 'chats'
  /** What an empty field means. */
  empty: string
}

/** A whole number, or nothing: then `empty` says what that means. */
export function OptionalNumber({ value, onChange, unit, empty, ...props }: Props) {
  const { t } = useTranslation()
  return (
    <NumberInput
      min={1}
      allowDecimal={false}
      allowNegative={false}
      placeholder={empty}
      suffix={` ${t(`units.${unit}`)}`}
      {...props}
      value={value ?? ''}
      onChange={(changed) => onChange?.(typeof changed === 'number' ? changed : null)}
    />
  )
}
