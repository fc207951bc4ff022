import i18next from 'i18next'

const UNITS = ['byte', 'kilobyte', 'megabyte'] as const
const STEP = 1024

/** `834 byte`, `12 kB`, `3.4 MB` in the agent's language. */
export function fileSize(bytes: number): string {
  const power = bytes < STEP ? 0 : bytes < STEP * STEP ? 1 : 2
  const value = bytes / STEP ** power
  return new Intl.NumberFormat(i18next.language, {
    style: 'unit',
    unit: UNITS[power] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: power === 2 && value < 10 ? 1 : 0,
  }).format(value)
}
