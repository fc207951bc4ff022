import { useEffect } from 'react'
import { preferences } from '../notices/preferences.ts'
import { runCommand } from './commands.ts'
import { type Meaning, meaningOf } from './keymap.ts'

/** The second key of a sequence comes within this time. */
const SEQUENCE_MS = 1_200

export type KeyHelp = 'palette' | 'keys'

/** The one listener for the keys of the whole page. */
export function useShortcuts(show: (help: KeyHelp) => void): void {
  useEffect(() => {
    let begun: { letter: string; at: number } | null = null

    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.isComposing || isModifier(event.key)) return
      const before = begun !== null && event.timeStamp - begun.at < SEQUENCE_MS ? begun.letter : null
      begun = null
      const meaning = meaningOf(
        {
          key: event.key,
          code: event.code,
          alt: event.altKey,
          mod: event.ctrlKey || event.metaKey,
          shift: event.shiftKey,
          typing: takesLetters(event.target),
        },
        before,
      )
      if (meaning === null || !isWanted(meaning, event)) return
      if (typeof meaning === 'object') begun = { letter: meaning.startOf, at: event.timeStamp }
      else if (meaning === 'palette' || meaning === 'keys') show(meaning)
      else if (!runCommand(meaning)) return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [show])
}

/** Letters alone can be switched off, for people who speak to their computer or whose fingers slip. */
function isWanted(meaning: Meaning, event: KeyboardEvent): boolean {
  return meaning === 'palette' || event.altKey || preferences.current.letterKeys
}

function isModifier(key: string): boolean {
  return key === 'Alt' || key === 'Shift' || key === 'Control' || key === 'Meta'
}

/** Texts, and everything that finds its items by their first letter. */
const LETTERS =
  'input:not([type="checkbox"], [type="radio"], [type="range"], [type="file"]), textarea, select, [contenteditable="true"], [role="menu"], [role="listbox"], [role="combobox"], [role="dialog"]'

function takesLetters(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(LETTERS) !== null
}
