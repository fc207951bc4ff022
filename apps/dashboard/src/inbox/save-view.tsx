import type { InboxView } from '@biometrics/chat-client'
import type { SavedView } from '@biometrics/chat-protocol'
import { Button, Checkbox, Group, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { explain } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import { useMe } from '../session/use-client.ts'
import { savedViewsQuery } from './saved-views.ts'
import { queryInView } from './views.ts'

/** Gives what the list shows a name and a place in the side bar; or takes it away again. */
export function SaveView({ view, onDone }: { view: InboxView; onDone: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const queryClient = useQueryClient()
  const { data = [] } = useQuery(savedViewsQuery)
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const query = queryInView(view) ?? ''
  const saved = data.find((one) => one.query === query)
  const isMine = saved && (!saved.shared || me.role === 'admin')

  const then = (asked: Promise<unknown>) =>
    asked.then(
      () => {
        void queryClient.invalidateQueries(savedViewsQuery)
        onDone()
      },
      (error: unknown) => setProblem(explain(error, t)),
    )
  if (saved) {
    return isMine ? (
      <Button variant="default" onClick={() => void then(rest('DELETE', `/saved-views/${saved.id}`))}>
        {t('viewOptions.remove', { name: saved.name })}
      </Button>
    ) : null
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return
    void then(rest<SavedView>('POST', '/saved-views', { name: name.trim(), query, shared }))
  }
  return (
    <form onSubmit={save}>
      <Group gap={8} align={problem === null ? 'end' : 'center'} wrap="nowrap">
        <TextInput
          label={t('viewOptions.saveAs')}
          value={name}
          maxLength={200}
          style={{ flex: 1 }}
          error={problem}
          errorProps={{ role: 'alert' }}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" disabled={name.trim() === ''}>
          {t('common.save')}
        </Button>
      </Group>
      {me.role === 'admin' && (
        <Checkbox
          mt={8}
          label={t('viewOptions.shared')}
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
      )}
    </form>
  )
}
