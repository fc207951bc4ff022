import type { Webhook } from '@biometrics/chat-protocol'
import { ActionIcon, Button } from '@mantine/core'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { restAll } from '../session/rest.ts'
import { DeleteDialog } from '../settings/delete-dialog.tsx'
import { Loaded, PageHead } from '../settings/page.tsx'
import page from '../settings/page.module.css'
import classes from './admin.module.css'
import { WebhookForm } from './webhook-form.tsx'

const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: () => restAll<Webhook>('/webhooks'),
})

/** Addresses that are told what happens. */
export function WebhooksPage() {
  const { t } = useTranslation()
  const query = useQuery(webhooksQuery)
  const queryClient = useQueryClient()
  const [edited, setEdited] = useState<Webhook | 'new' | null>(null)
  const [deleted, setDeleted] = useState<Webhook | null>(null)
  const reload = () => void queryClient.invalidateQueries({ queryKey: webhooksQuery.queryKey })
  return (
    <>
      <PageHead title={t('settings.webhooks')} text={t('webhooks.text')}>
        <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited('new')}>
          {t('common.add')}
        </Button>
      </PageHead>
      <Loaded query={query} empty={t('webhooks.none')}>
        {(webhooks) => (
          <ul className={page.list}>
            {webhooks.map((webhook) => (
              <li key={webhook.id} className={`${page.item} ${page.person}`}>
                <div className={page.itemWords}>
                  <div className={page.itemTitle}>{webhook.url}</div>
                  <span className={page.itemText}>
                    {[webhook.description, webhook.events.join(', ')].filter(Boolean).join(' · ')}
                  </span>
                </div>
                <span className={`${page.side} ${classes.state}`}>
                  <span className={classes.dot} data-state={webhook.state} />
                  {t(`webhooks.states.${webhook.state}`)}
                </span>
                <ActionIcon
                  aria-label={t('common.editNamed', { name: webhook.url })}
                  onClick={() => setEdited(webhook)}
                >
                  <IconPencil size={18} stroke={1.7} />
                </ActionIcon>
                <ActionIcon
                  aria-label={t('common.deleteNamed', { name: webhook.url })}
                  onClick={() => setDeleted(webhook)}
                >
                  <IconTrash size={18} stroke={1.7} />
                </ActionIcon>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {edited && (
        <WebhookForm
          webhook={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onSaved={reload}
        />
      )}
      {deleted && (
        <DeleteDialog
          name={deleted.url}
          path={`/webhooks/${deleted.id}`}
          onClose={() => setDeleted(null)}
          onDeleted={reload}
        />
      )}
    </>
  )
}
