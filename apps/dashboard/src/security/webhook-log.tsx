import type { List, Webhook, WebhookDelivery } from '@biometrics/chat-protocol'
import { Button } from '@mantine/core'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { dayAndTime } from '../i18n/times.ts'
import { showFailure } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import classes from './admin.module.css'

const SHOWN = 20
/** While the log is looked at: what was just sent has an outcome within moments. */
const LOOK_MS = 3_000

const logQuery = (webhook: Webhook) =>
  queryOptions({
    queryKey: ['webhook-log', webhook.id],
    queryFn: async () =>
      (await rest<List<WebhookDelivery>>('GET', `/webhooks/${webhook.id}/deliveries?limit=${SHOWN}`)).items,
    refetchInterval: LOOK_MS,
  })

/** What was sent lately, and what became of it. */
export function WebhookLog({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation()
  const query = logQuery(webhook)
  const { data = [] } = useQuery(query)
  const queryClient = useQueryClient()
  const post = async (path: string) => {
    try {
      await rest('POST', `/webhooks/${webhook.id}${path}`)
    } catch (error) {
      showFailure(error, t)
    }
    await queryClient.invalidateQueries({ queryKey: query.queryKey })
  }
  return (
    <section aria-label={t('webhooks.log')}>
      <Button variant="default" size="compact-sm" onClick={() => void post('/test')}>
        {t('webhooks.test')}
      </Button>
      <ul className={classes.log}>
        {data.map((delivery) => (
          <li key={delivery.id}>
            <span>
              {delivery.event}{' '}
              <span className={classes.quiet}>{dayAndTime(Date.parse(delivery.createdAt))}</span>
            </span>
            <span>
              {t(`webhooks.outcomes.${delivery.status}`, { n: delivery.attempts })}
              {delivery.responseStatus !== null && ` (${delivery.responseStatus})`}
              {delivery.error !== null && delivery.responseStatus === null && ` (${delivery.error})`}
            </span>
            {delivery.status !== 'waiting' && (
              <Button
                variant="subtle"
                size="compact-xs"
                onClick={() => void post(`/deliveries/${delivery.id}/replay`)}
              >
                {t('webhooks.again')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {data.length === 0 && <p className={classes.quiet}>{t('webhooks.nothingSent')}</p>}
    </section>
  )
}
