import type { CannedResponse } from '@biometrics/chat-protocol'
import { ActionIcon, Button } from '@mantine/core'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cannedResponsesQuery } from '../session/queries.ts'
import { CannedFiles } from './canned-files.tsx'
import { CannedResponseForm } from './canned-response-form.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import { Loaded, PageHead } from './page.tsx'
import classes from './page.module.css'

type Open =
  | { name: 'none' }
  | { name: 'edit'; response: CannedResponse | null }
  | { name: 'delete'; response: CannedResponse }

export function CannedResponsesPage() {
  const { t } = useTranslation()
  const query = useQuery(cannedResponsesQuery)
  const queryClient = useQueryClient()
  const [open, setOpen] = useState<Open>({ name: 'none' })
  const close = () => setOpen({ name: 'none' })
  const reload = () => queryClient.invalidateQueries(cannedResponsesQuery)
  return (
    <>
      <PageHead title={t('settings.canned')} text={t('cannedForm.text')}>
        <span className={classes.row}>
          <Button
            leftSection={<IconPlus size={16} />}
            onClick={() => setOpen({ name: 'edit', response: null })}
          >
            {t('common.add')}
          </Button>
          <CannedFiles onImported={() => void reload()} />
        </span>
      </PageHead>
      <Loaded query={query} empty={t('cannedForm.empty')}>
        {(responses) => (
          <ul className={classes.list}>
            {responses.map((response) => (
              <li key={response.id} className={classes.item}>
                <div className={classes.itemWords}>
                  <div className={classes.itemTitle}>
                    {response.title}
                    <span className={classes.shortcut}>{response.shortcut}</span>
                    {response.scope !== 'everybody' && (
                      <span className={classes.ability}>{t(`cannedForm.scopes.${response.scope}`)}</span>
                    )}
                    {response.language !== null && (
                      <span className={classes.ability}>{response.language}</span>
                    )}
                  </div>
                  <span className={classes.itemText}>{response.content}</span>
                </div>
                <ActionIcon
                  aria-label={t('common.editNamed', { name: response.title })}
                  onClick={() => setOpen({ name: 'edit', response })}
                >
                  <IconPencil size={18} stroke={1.7} />
                </ActionIcon>
                <ActionIcon
                  aria-label={t('common.deleteNamed', { name: response.title })}
                  onClick={() => setOpen({ name: 'delete', response })}
                >
                  <IconTrash size={18} stroke={1.7} />
                </ActionIcon>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {open.name === 'edit' && (
        <CannedResponseForm response={open.response} onClose={close} onSaved={reload} />
      )}
      {open.name === 'delete' && (
        <DeleteDialog
          name={open.response.title}
          path={`/canned-responses/${open.response.id}`}
          onClose={close}
          onDeleted={reload}
        />
      )}
    </>
  )
}
