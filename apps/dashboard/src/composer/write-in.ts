import { insertTextIntoField } from 'text-field-edit'

/** Puts a text in the place of another as if it were typed: what is typed next follows it, and it can be undone. */
export function writeIn(box: HTMLTextAreaElement, text: string, from: number, to: number): void {
  box.focus()
  box.setSelectionRange(from, to)
  insertTextIntoField(box, text)
}
