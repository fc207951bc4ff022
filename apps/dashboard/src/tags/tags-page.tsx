import type { TagsInUse } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { ActionIcon, Button, Modal, TextInput } from '@mantine/core'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showFailure } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import { useMe } from '../session/use-client.ts'
import { Loaded, PageHead } from '../settings/page.tsx'
import classes from '../settings/page.module.css'

type Tag = TagsInUse['items'][number]
type Open = { name: 'none' } | { name: 'rename' | 'remove'; tag: Tag }

/** The words under which conversations are put, and what they are called. */
export function TagsPage() {
  const { t } = useTranslation()
  const me = useMe()
  const queryClient = useQueryClient()
  const [open, setOpen] = useState<Open>({ name: 'none' })
  const query = useQuery({
    queryKey: ['tags'],
    queryFn: async () => (await rest<TagsInUse>('GET', '/tags')).items,
  })
  const close = () => setOpen({ name: 'none' })
  const rename = async (from: string, to: string | null) => {
    try {
      await rest('POST', '/tags/rename', { from, to })
    } catch (error) {
      return showFailure(error, t)
    }
    close()
    await queryClient.invalidateQueries({ queryKey: ['tags'] })
  }
  return (
    <>
      <PageHead title={t('settings.tags')} text={t('tagsPage.text')} />
      <Loaded query={query} empty={t('tagsPage.empty')}>
        {(items) => (
          <ul className={classes.list}>
            {items.map((item) => (
              <li key={item.tag} className={classes.item}>
                <div className={classes.itemWords}>
                  <Link
                    to="/inbox/$view"
                    params={{ view: `where:${new URLSearchParams({ status: 'open', tag: item.tag })}` }}
                    className={classes.itemTitle}
                  >
                    {item.tag}
                  </Link>
                  <span className={classes.itemText}>
                    {t('tagsPage.counts', { open: item.open, all: item.conversations })}
                  </span>
                </div>
                {me.role === 'admin' && (
                  <>
                    <ActionIcon
                      aria-label={t('tagsPage.rename', { tag: item.tag })}
                      onClick={() => setOpen({ name: 'rename', tag: item })}
                    >
                      <IconPencil size={18} stroke={1.7} />
                    </ActionIcon>
                    <ActionIcon
                      aria-label={t('common.deleteNamed', { name: item.tag })}
                      onClick={() => setOpen({ name: 'remove', tag: item })}
                    >
                      <IconTrash size={18} stroke={1.7} />
                    </ActionIcon>
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {open.name === 'rename' && (
        <RenameDialog tag={open.tag} known={query.data ?? []} onClose={close} onRename={rename} />
      )}
      {open.name === 'remove' && (
        <Modal
          opened
          onClose={close}
          title={t('common.deleteNamed', { name: open.tag.tag })}
          closeButtonProps={{ 'aria-label': t('common.close') }}
        >
          <p>{t('tagsPage.removeText', { count: open.tag.conversations })}</p>
          <div className={classes.foot}>
            <Button variant="default" onClick={close}>
              {t('common.cancel')}
            </Button>
            <Button color="red" onClick={() => void rename(open.tag.tag, null)}>
              {t('common.delete')}
            </Button>
          </div>
        </Modal>
      )}
    </>
  )
}

function RenameDialog(props: {
  tag: Tag
  known: readonly Tag[]
  onClose: () => void
  onRename: (from: string, to: string) => Promise<void>
}) {
  const { tag, known, onClose, onRename } = props
  const { t } = useTranslation()
  const [name, setName] = useState(tag.tag)
  const [saving, setSaving] = useState(false)
  const wanted = name.trim()
  const merges = wanted !== tag.tag && known.some((one) => one.tag === wanted)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (wanted === '') return
    setSaving(true)
    await onRename(tag.tag, wanted)
    setSaving(false)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('tagsPage.rename', { tag: tag.tag })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={(event) => void save(event)}>
        <TextInput
          label={t('tagsPage.name')}
          description={t('tagsPage.counts', { open: tag.open, all: tag.conversations })}
          value={name}
          maxLength={LIMITS.tagLength}
          error={wanted === '' && t('builder.required')}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        {merges && <p role="status">{t('tagsPage.merges', { tag: wanted })}</p>}
        <div className={classes.foot}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={saving} disabled={wanted === '' || wanted === tag.tag}>
            {merges ? t('tagsPage.merge') : t('common.save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
