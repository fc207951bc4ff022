import type { ApiKey, NewApiKeyReply, Permission } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { ActionIcon, Alert, Button, Checkbox, CopyButton, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormModal } from '../forms/form-modal.tsx'
import { useRefusal } from '../forms/use-refusal.tsx'
import { dayAndTime } from '../i18n/times.ts'
import { rest, restAll } from '../session/rest.ts'
import { DeleteDialog } from '../settings/delete-dialog.tsx'
import { Loaded, PageHead } from '../settings/page.tsx'
import page from '../settings/page.module.css'
import classes from './admin.module.css'
import { useProof } from './use-proof.tsx'

const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: () => restAll<ApiKey>('/api-keys'),
})

/** What a key may be given; keys and the audit log are for people. */
const SCOPES = [
  'conversations:read',
  'conversations:write',
  'uploads:write',
  'canned-responses:read',
  'canned-responses:write',
  'agents:read',
  'agents:write',
  'groups:read',
  'groups:write',
  'calendars:read',
  'calendars:write',
  'settings:read',
  'settings:write',
  'apps:read',
  'apps:write',
  'bots:read',
  'bots:write',
  'bots:answer',
  'articles:read',
  'articles:write',
  'metrics:read',
  'webhooks:read',
  'webhooks:write',
  'people:read',
  'audit:read',
] as const satisfies readonly Permission[]
/** These let whoever has the key become an admin, or listen to everything. */
const GRAVE: ReadonlySet<string> = new Set(['agents:write', 'apps:read', 'apps:write', 'webhooks:write'])

/** Keys for programs. */
export function ApiKeysPage() {
  const { t } = useTranslation()
  const query = useQuery(apiKeysQuery)
  const queryClient = useQueryClient()
  const [adding, setAdding] = useState(false)
  const [deleted, setDeleted] = useState<ApiKey | null>(null)
  const reload = () => void queryClient.invalidateQueries({ queryKey: apiKeysQuery.queryKey })
  return (
    <>
      <PageHead title={t('settings.apiKeys')} text={t('apiKeys.text')}>
        <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
          {t('common.add')}
        </Button>
      </PageHead>
      <Loaded query={query} empty={t('apiKeys.none')}>
        {(keys) => (
          <ul className={page.list}>
            {keys.map((key) => (
              <li key={key.id} className={page.item}>
                <div className={page.itemWords}>
                  <div className={page.itemTitle}>
                    {key.name}
                    <code className={page.shortcut}>{`${key.hint}…`}</code>
                  </div>
                  <span className={page.itemText}>
                    {key.lastUsedAt === null
                      ? t('apiKeys.neverUsed')
                      : t('apiKeys.lastUsed', { when: dayAndTime(Date.parse(key.lastUsedAt)) })}
                    {' · '}
                    {key.scopes.join(', ')}
                  </span>
                </div>
                <ActionIcon
                  aria-label={t('common.deleteNamed', { name: key.name })}
                  onClick={() => setDeleted(key)}
                >
                  <IconTrash size={18} stroke={1.7} />
                </ActionIcon>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {adding && <NewKey onClose={() => setAdding(false)} onSaved={reload} />}
      {deleted && (
        <DeleteDialog
          name={deleted.name}
          path={`/api-keys/${deleted.id}`}
          onClose={() => setDeleted(null)}
          onDeleted={reload}
        />
      )}
    </>
  )
}

function NewKey({ onClose, onSaved }: { onClose: () => void; onSaved: () => void }) {
  const { t } = useTranslation()
  const [made, setMade] = useState<NewApiKeyReply | null>(null)
  const { run, dialog } = useProof()
  const form = useForm({
    initialValues: { name: '', scopes: ['conversations:read'] as string[] },
    validate: {
      name: (value) => (value.trim() === '' ? t('account.nameMissing') : null),
      scopes: (value) => (value.length === 0 ? t('apiKeys.noScope') : null),
    },
  })
  const refusal = useRefusal(form)
  const save = form.onSubmit(async ({ name, scopes }) => {
    refusal.clear()
    try {
      await run(async () => {
        setMade(await rest<NewApiKeyReply>('POST', '/api-keys', { name: name.trim(), scopes }))
        onSaved()
      })
    } catch (error) {
      refusal.show(error)
    }
  }, refusal.point)
  return (
    <FormModal
      size={560}
      title={t('apiKeys.new')}
      dirty={made === null && form.isDirty()}
      saving={form.submitting}
      onClose={onClose}
    >
      {(close) => (
        <>
          {dialog}
          {made ? (
            <ShownOnce text={t('apiKeys.once')} secret={made.token} onClose={onClose} />
          ) : (
            <form noValidate onSubmit={save}>
              <Stack gap={14}>
                {refusal.alert}
                <TextInput
                  label={t('apiKeys.name')}
                  description={t('apiKeys.nameHint')}
                  maxLength={LIMITS.titleLength}
                  data-autofocus
                  {...form.getInputProps('name')}
                />
                <Checkbox.Group label={t('apiKeys.scopes')} {...form.getInputProps('scopes')}>
                  <div className={classes.scopes}>
                    {SCOPES.map((scope) => (
                      <Checkbox key={scope} value={scope} label={scope} />
                    ))}
                  </div>
                </Checkbox.Group>
                {form.values.scopes.some((scope) => GRAVE.has(scope)) && (
                  <Alert color="yellow" role="status">
                    {t('apiKeys.grave')}
                  </Alert>
                )}
                <div className={page.foot}>
                  <Button variant="default" onClick={close}>
                    {t('common.cancel')}
                  </Button>
                  <Button type="submit" loading={form.submitting}>
                    {t('common.add')}
                  </Button>
                </div>
              </Stack>
            </form>
          )}
        </>
      )}
    </FormModal>
  )
}

/** A secret that the server does not show again. */
export function ShownOnce(props: { text: string; secret: string; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <>
      <p>{props.text}</p>
      <pre className={page.snippet} tabIndex={0}>
        {props.secret}
      </pre>
      <div className={page.foot}>
        <CopyButton value={props.secret}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t('common.copied') : t('common.copy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={props.onClose}>{t('common.close')}</Button>
      </div>
    </>
  )
}
