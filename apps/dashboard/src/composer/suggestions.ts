import type { KeyboardEvent } from 'react'

/** A list that a sign in the text opens over the composer; the focus stays in the text. */
export interface Suggestions {
  open: boolean
  /** Of the element with the list, and of the option that Enter would take. */
  listId: string
  activeId: string
  /** True when the key was meant for the list. */
  onKeyDown(event: KeyboardEvent): boolean
  /** The caret or the text has moved. */
  follow(): void
  dismiss(): void
}
