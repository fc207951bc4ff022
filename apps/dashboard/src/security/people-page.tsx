import type { List, Visitor } from '@biometrics/chat-protocol'
import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dayAndTime } from '../i18n/times.ts'
import { useReturnFocus } from '../forms/use-return-focus.ts'
import { showFailure } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import { Loaded, PageHead } from '../settings/page.tsx'
import page from '../settings/page.module.css'
import classes from './admin.module.css'
import { RetentionSection } from './retention-section.tsx'
import { useProof } from './use-proof.tsx'

const LEAST_LETTERS = 2

/** What people may ask of whoever keeps their data. */
export function PeoplePage() {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  const [erased, setErased] = useState<Visitor | null>(null)
  const queryClient = useQueryClient()
  const query = useQuery({
    queryKey: ['people', asked],
    queryFn: async () => (await rest<List<Visitor>>('GET', `/people?q=${encodeURIComponent(asked)}`)).items,
    enabled: asked.length >= LEAST_LETTERS,
  })
  return (
    <>
      <PageHead title={t('settings.privacy')} text={t('people.text')} />
      <form
        className={classes.search}
        role="search"
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(typed.trim())
        }}
      >
        <TextInput
          label={t('people.who')}
          description={t('people.whoHint')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={typed.trim().length < LEAST_LETTERS}>
          {t('people.search')}
        </Button>
      </form>
      {asked !== '' && (
        <Loaded query={query} empty={t('people.nobody')}>
          {(people) => (
            <ul className={page.list}>
              {people.map((person) => (
                <Person key={person.id} person={person} onErase={() => setErased(person)} />
              ))}
            </ul>
          )}
        </Loaded>
      )}
      <RetentionSection />
      {erased && (
        <EraseDialog
          person={erased}
          onClose={() => setErased(null)}
          onErased={() => void queryClient.invalidateQueries({ queryKey: ['people'] })}
        />
      )}
    </>
  )
}

function Person({ person, onErase }: { person: Visitor; onErase: () => void }) {
  const { t } = useTranslation()
  const [notes, setNotes] = useState(false)
  const { run, dialog } = useProof()
  // The browser saves it as it comes; whether it may is asked before, because a saved refusal helps nobody.
  const save = () =>
    run(async () => {
      await rest('GET', '/me/proof')
      location.assign(`/api/v1/people/${person.id}/export?notes=${notes}`)
    }).catch((error) => showFailure(error, t))
  const facts = [person.email, person.phone, person.externalId]
  const seen = t('people.lastSeen', { when: dayAndTime(Date.parse(person.lastSeenAt)) })
  return (
    <li className={`${page.item} ${page.person}`}>
      <div className={page.itemWords}>
        <div className={page.itemTitle}>{person.name ?? t('people.unnamed')}</div>
        <span className={page.itemText}>{[...facts, seen].filter(Boolean).join(' · ')}</span>
      </div>
      <Checkbox
        label={t('people.withNotes')}
        checked={notes}
        onChange={(event) => setNotes(event.currentTarget.checked)}
      />
      {dialog}
      <Button variant="default" size="compact-sm" onClick={() => void save()}>
        {t('people.export')}
      </Button>
      <Button variant="subtle" color="red" size="compact-sm" onClick={onErase}>
        {t('people.erase')}
      </Button>
    </li>
  )
}

/** There is no way back, so the name has to be typed. */
function EraseDialog(props: { person: Visitor; onClose: () => void; onErased: () => void }) {
  const { person, onClose, onErased } = props
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const { run, dialog } = useProof()
  const forgetFocus = useReturnFocus()
  const name = person.name ?? person.email ?? t('people.unnamed')
  const erase = async () => {
    setBusy(true)
    try {
      if (!(await run(() => rest('DELETE', `/people/${person.id}`)))) return setBusy(false)
    } catch (error) {
      setBusy(false)
      return showFailure(error, t)
    }
    notifications.show({ color: 'green', message: t('people.erased') })
    forgetFocus()
    onErased()
    onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('people.eraseNamed', { name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {dialog}
      <p>{t('people.eraseText')}</p>
      <TextInput
        label={t('people.typeName', { name })}
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div className={page.foot}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button color="red" loading={busy} disabled={typed.trim() !== name} onClick={() => void erase()}>
          {t('people.erase')}
        </Button>
      </div>
    </Modal>
  )
}
