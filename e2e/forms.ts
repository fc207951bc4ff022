import type { Locator, Page } from '@playwright/test'

/** A form of the dashboard, and how somebody comes to change something in it. */
export interface FormStory {
  /** In `apps/dashboard/src/`. */
  file: string
  /** `{group}` and the like stand for ids. */
  path: string
  open?: (page: Page) => Promise<unknown>
  /** The dialog's name; none for a form that is a page. */
  dialog?: string | RegExp
  field: (within: Page | Locator) => Locator
  /** What else it needs before it can be sent. */
  fillsFirst?: (page: Page) => Promise<unknown>
  text: string
  /** The field has a list of words below it while it has the focus. */
  proposes?: true
  /** What sends it. */
  button: string
  /** Something that the server will not take, put into what is sent, and by whom it is named; none where nothing is sent by HTTP. */
  spoil?: [path: string, value: unknown]
}

const TOO_LONG = 'x'.repeat(20_000)
const presses = (name: string | RegExp) => (page: Page) =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first()
    .click()
const labelled = (name: string | RegExp) => (within: Page | Locator) =>
  within.getByLabel(name, { exact: typeof name === 'string' }).first()
/** By the role, where a button beside the field has the same words in its name. */
const textbox = (name: string) => (within: Page | Locator) =>
  within.getByRole('textbox', { name, exact: true })

/** Every form that has something to lose; `tooling/check/forms.test.ts` finds the one that is missing here. */
export const SETTINGS_FORMS: FormStory[] = [
  {
    file: 'settings/profile-page.tsx',
    path: '/settings/profile',
    field: textbox('Conversations at once'),
    text: '9',
    button: 'Save',
  },
  {
    file: 'security/password-section.tsx',
    path: '/settings/security',
    field: textbox('New password'),
    text: 'quite another staple',
    button: 'Change the password',
  },
  {
    file: 'settings/canned-response-form.tsx',
    path: '/settings/canned-responses',
    open: presses(/^Edit “/),
    dialog: 'Edit canned response',
    field: labelled('Title'),
    text: 'Another title',
    button: 'Save',
    spoil: ['title', TOO_LONG],
  },
  {
    file: 'macros/macro-form.tsx',
    path: '/settings/macros',
    open: presses(/^Edit “/),
    dialog: 'Edit macro',
    field: labelled('Name'),
    text: 'Another name',
    button: 'Save',
    spoil: ['name', TOO_LONG],
  },
  {
    file: 'settings/new-agent-form.tsx',
    path: '/settings/team',
    open: presses('Add an agent'),
    dialog: 'Add an agent',
    fillsFirst: (page) => page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Cleo'),
    field: labelled('E-mail'),
    text: 'cleo@example.com',
    button: 'Add',
    spoil: ['email', 'nobody at all'],
  },
  {
    file: 'settings/edit-agent-form.tsx',
    path: '/settings/team',
    open: presses('Edit “Admin”'),
    dialog: 'Edit Admin',
    field: labelled('Name'),
    text: 'Adelaide',
    button: 'Save',
    spoil: ['name', TOO_LONG],
  },
  {
    file: 'settings/group-page.tsx',
    path: '/settings/groups/{group}',
    field: labelled('Name'),
    text: 'Another group',
    button: 'Save',
    spoil: ['name', TOO_LONG],
  },
  {
    file: 'settings/calendars/calendar-form.tsx',
    path: '/settings/calendars/new',
    field: labelled('Name'),
    text: 'Another calendar',
    button: 'Save',
    spoil: ['name', TOO_LONG],
  },
  {
    file: 'settings/presence-page.tsx',
    path: '/settings/presence',
    field: labelled('Away after'),
    text: '17',
    button: 'Save',
    spoil: ['awayAfterMinutes', -1],
  },
]

export const MORE_SETTINGS_FORMS: FormStory[] = [
  {
    file: 'bot/bot-page.tsx',
    path: '/settings/bot',
    field: labelled('Name'),
    text: 'Another bot',
    button: 'Save',
    spoil: ['name', TOO_LONG],
  },
  {
    file: 'bot/model-section.tsx',
    path: '/settings/bot',
    fillsFirst: (page) =>
      page
        .getByRole('region', { name: 'Language model' })
        .getByLabel('Address', { exact: true })
        .fill('https://model.example.com'),
    field: (page) =>
      page.getByRole('region', { name: 'Language model' }).getByLabel('Model', { exact: true }),
    text: 'another-model',
    button: 'Save',
    spoil: ['model', ''],
  },
  {
    file: 'bot/outside-address.tsx',
    path: '/settings/bot',
    field: (page) => page.getByRole('region', { name: 'A program of your own' }).getByLabel('Address'),
    text: 'https://bot.example.com/answer',
    button: 'Save',
    spoil: ['url', 'nowhere'],
  },
  {
    file: 'bot/article-form.tsx',
    path: '/settings/articles',
    open: presses('New article'),
    dialog: 'New article',
    fillsFirst: (page) =>
      page.getByRole('dialog').getByLabel('Answer', { exact: true }).fill('With the key.'),
    field: labelled('Title'),
    text: 'How to open a door',
    button: 'Save',
    spoil: ['title', TOO_LONG],
  },
  {
    file: 'bot/flow/flow-editor.tsx',
    path: '/bot-flow/{app}',
    field: (page) => page.getByRole('tabpanel').getByRole('textbox').first(),
    text: 'Quite another greeting',
    button: 'Save',
  },
  {
    file: 'settings/widget/widget-form.tsx',
    path: '/settings/widget',
    field: labelled('On pages'),
    text: '/shop/*',
    button: 'Save',
    spoil: ['greetingRules.urlPattern', TOO_LONG],
  },
  {
    file: 'settings/app-routing.tsx',
    path: '/settings/app',
    field: labelled('A new message opens a closed conversation again for'),
    text: '11',
    button: 'Save',
    spoil: ['reopenDays', -1],
  },
  {
    file: 'security/api-keys-page.tsx',
    path: '/settings/api-keys',
    open: presses('Add'),
    dialog: 'New API key',
    field: labelled('Name'),
    text: 'Another key',
    button: 'Add',
    spoil: ['name', TOO_LONG],
  },
  {
    file: 'security/webhook-form.tsx',
    path: '/settings/webhooks',
    open: presses('Add'),
    dialog: 'New webhook',
    field: labelled('Address'),
    text: 'https://hook.example.com/',
    button: 'Add',
    spoil: ['url', 'nowhere'],
  },
  {
    file: 'security/retention-section.tsx',
    path: '/settings/privacy',
    field: labelled(/^Conversations of /),
    text: '90',
    button: 'Save',
    spoil: ['keepConversationsDays', -1],
  },
  {
    file: 'figures/targets-dialog.tsx',
    path: '/figures/live',
    open: presses('Targets'),
    dialog: 'Targets of all groups',
    field: labelled('Wait, in seconds'),
    text: '45',
    button: 'Save',
    spoil: ['targets.waitTime', -1],
  },
]

export const DESK_FORMS: FormStory[] = [
  {
    file: 'conversation/transfer-dialog.tsx',
    path: '/conversations/{conversation}?view=mine',
    open: presses('Transfer'),
    dialog: 'Transfer the conversation',
    field: labelled('Note for whoever gets it'),
    text: 'She asks about doors',
    button: 'Transfer',
  },
  {
    file: 'conversation/tags-dialog.tsx',
    path: '/conversations/{conversation}?view=mine',
    open: presses('Tags'),
    dialog: 'Tags',
    field: labelled('Tags of the conversation'),
    text: 'doors,',
    proposes: true,
    button: 'Save',
  },
  {
    file: 'conversation/snooze-dialog.tsx',
    path: '/conversations/{conversation}?view=mine',
    open: async (page) => {
      await presses('Snooze')(page)
      await page.getByRole('menuitem', { name: 'Another time…' }).click()
    },
    dialog: 'Snooze until',
    field: labelled('Date and time'),
    text: '2031-05-05T10:00',
    button: 'Snooze',
  },
  {
    file: 'conversation/closing-dialog.tsx',
    path: '/conversations/{conversation}?view=mine',
    open: async (page) => {
      await presses('Close')(page)
      await page.getByRole('menuitem').first().click()
    },
    dialog: 'Close the conversation',
    field: labelled(/^Cause/),
    text: 'Dust',
    button: 'Close',
  },
  {
    file: 'composer/builder-dialog.tsx',
    path: '/conversations/{conversation}?view=mine',
    open: presses('Quick replies'),
    dialog: 'Quick replies',
    field: labelled('Question'),
    text: 'Which door?',
    button: 'Send',
  },
  {
    file: 'conversation/visitor-more.tsx',
    path: '/conversations/{conversation}?view=mine',
    open: presses('Write something down'),
    field: labelled('About this person'),
    text: 'Has three doors',
    button: 'Save',
  },
  {
    file: 'tags/tags-page.tsx',
    path: '/settings/tags',
    open: presses(/^Rename “/),
    dialog: /^Rename “/,
    field: labelled('New name'),
    text: 'another',
    button: 'Save',
    spoil: ['to', TOO_LONG],
  },
  {
    file: 'inbox/add-tags-dialog.tsx',
    path: '/inbox/open',
    open: async (page) => {
      await page.getByRole('checkbox', { name: /^Mark/ }).first().click({ force: true })
      await page.getByRole('button', { name: /tags/i }).first().click()
    },
    dialog: /^Add tags/,
    field: labelled('Tags of the conversation'),
    text: 'doors,',
    proposes: true,
    button: 'Add',
  },
  {
    file: 'visitors/approach-dialog.tsx',
    path: '/visitors',
    open: presses('Start a chat'),
    dialog: /^Start a chat with/,
    field: labelled('Message'),
    text: 'Can I help?',
    button: 'Send',
    spoil: ['text', TOO_LONG],
  },
]
