const UNITS = ['byte', 'kilobyte', 'megabyte'] as const
const STEP = 1024

/** A file's size in words: `1.4 MB`. */
export function fileSize(bytes: number, tag: string): string {
  const at = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(STEP)), UNITS.length - 1)
  const format = { style: 'unit', unit: UNITS[at] ?? 'byte', maximumFractionDigits: at < 2 ? 0 : 1 } as const
  return new Intl.NumberFormat(tag, format).format(bytes / STEP ** at)
}
