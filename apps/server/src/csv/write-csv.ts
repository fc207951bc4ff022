/** Begins a formula in a spreadsheet, some of which skip blanks; one that came from a visitor would be run by whoever opens the file. */
const FORMULA = /^(\s*[=+\-@]|[\t\r])/

export type Cell = string | number | boolean | null

/** Lines that a spreadsheet opens: quoted as RFC 4180 says, with a mark for Excel that it is UTF-8. */
export function writeCsv(rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

function cell(value: Cell): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const harmless = FORMULA.test(value) ? `'${value}` : value
  return /["',\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** What was written in a cell before it was made harmless. */
export function withoutGuard(value: string): string {
  return value.startsWith("'") && FORMULA.test(value.slice(1)) ? value.slice(1) : value
}
