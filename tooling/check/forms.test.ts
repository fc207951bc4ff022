import { expect, test } from 'vitest'
import { DESK_FORMS, MORE_SETTINGS_FORMS, SETTINGS_FORMS } from '../../e2e/forms.ts'
import { readSourceFiles } from './source-files.ts'

const HOME = 'apps/dashboard/src/'
/** Parts that ask before changes go, and the one that says beside the field why the server did not take it. */
const GUARDS = /\/forms\/(form-modal|leave-guard|save-bar)\.tsx$/
const REFUSAL = /\/forms\/use-refusal\.tsx$/

/** Forms with nothing to lose, each with its reason. */
const NOTHING_TO_LOSE: Record<string, string> = {
  'bot/flow/test-chat.tsx': 'a chat with nobody',
  'inbox/save-view.tsx': 'one name, typed in a menu',
  'security/people-page.tsx': 'a search, and a name typed to confirm',
  'security/proof-dialog.tsx': 'a password is not kept',
  'security/second-factor-section.tsx': 'a code is not kept',
  'security/set-up-second-factor.tsx': 'a code is not kept',
  'set-up/set-up-screen.tsx': 'there is nowhere else to go',
  'sign-in/choose-password-screen.tsx': 'a password is not kept',
  'sign-in/forgotten-screen.tsx': 'one address',
  'sign-in/sign-in-screen.tsx': 'a password is not kept',
}
/** Forms that say it in their own way, each with its reason. */
const SAYS_OTHERWISE: Record<string, string> = {
  'bot/flow/test-chat.tsx': 'in the chat',
  'composer/builder-dialog.tsx': 'what it makes waits in the outbox',
  'conversation/snooze-dialog.tsx': 'one field, judged before it is sent',
  'conversation/tags-dialog.tsx': 'the field takes no tag that the server would not',
  'conversation/transfer-dialog.tsx': 'above the list that it is about',
  'inbox/add-tags-dialog.tsx': 'goes to many conversations, after it is closed',
  'inbox/save-view.tsx': 'beside its one field',
  'security/people-page.tsx': 'a search shows it where the people would be',
  'security/proof-dialog.tsx': 'beside its one field',
  'security/second-factor-section.tsx': 'beside its one field',
  'security/set-up-second-factor.tsx': 'beside its one field',
  'sign-in/sign-in-screen.tsx': 'which of two fields is wrong is nobody’s business',
}

const forms = readSourceFiles()
  .filter(({ path, text }) => path.startsWith(HOME) && /<form[\s>]/.test(text))
  .map(({ path, imports }) => ({
    file: path.slice(HOME.length),
    uses: (part: RegExp) => imports.some(({ specifier }) => part.test(specifier)),
  }))
const names = new Set(forms.map(({ file }) => file))

test('[AW13] every form of the dashboard asks before changes go, or has nothing to lose', () => {
  const careless = forms.filter(({ file, uses }) => !uses(GUARDS) && NOTHING_TO_LOSE[file] === undefined)
  expect(careless.map(({ file }) => file)).toEqual([])
  expect(Object.keys(NOTHING_TO_LOSE).filter((file) => !names.has(file))).toEqual([])
})

test('[AW13] every form of the dashboard says beside the field what the server did not take', () => {
  const silent = forms.filter(({ file, uses }) => !uses(REFUSAL) && SAYS_OTHERWISE[file] === undefined)
  expect(silent.map(({ file }) => file)).toEqual([])
  expect(Object.keys(SAYS_OTHERWISE).filter((file) => !names.has(file))).toEqual([])
})

test('[AW13] every form that has something to lose is tried in the browser', () => {
  const tried = new Set([...SETTINGS_FORMS, ...MORE_SETTINGS_FORMS, ...DESK_FORMS].map(({ file }) => file))
  const forgotten = forms.filter(({ file, uses }) => uses(GUARDS) && !tried.has(file))
  expect(forgotten.map(({ file }) => file)).toEqual([])
})
