import i18next from 'i18next'

const STEP = 1024

/** `12 kB`, `3.4 MB` in the agent's language; whatever is smaller counts as 1 kB. */
export function fileSize(bytes: number): string {
  const large = bytes >= STEP * STEP
  const value = large ? bytes / STEP ** 2 : Math.max(1, bytes / STEP)
  return new Intl.NumberFormat(i18next.language, {
    style: 'unit',
    unit: large ? 'megabyte' : 'kilobyte',
    unitDisplay: 'short',
    maximumFractionDigits: large && value < 10 ? 1 : 0,
  }).format(value)
}
