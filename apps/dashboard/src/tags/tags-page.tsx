import type { TagsInUse } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { ActionIcon, Button, Modal, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormModal } from '../forms/form-modal.tsx'
import { useReturnFocus } from '../forms/use-return-focus.ts'
import { useRefusal } from '../forms/use-refusal.tsx'
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
    await rest('POST', '/tags/rename', { from, to })
    close()
    await queryClient.invalidateQueries({ queryKey: ['tags'] })
  }
  const remove = ({ tag }: Tag) => rename(tag, null).catch((error) => showFailure(error, t))
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
        <RemoveDialog tag={open.tag} onClose={close} onRemove={() => void remove(open.tag)} />
      )}
    </>
  )
}

function RemoveDialog(props: { tag: Tag; onClose: () => void; onRemove: () => void }) {
  const { tag, onClose, onRemove } = props
  const { t } = useTranslation()
  const forgetFocus = useReturnFocus()
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('common.deleteNamed', { name: tag.tag })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p>{t('tagsPage.removeText', { count: tag.conversations })}</p>
      <div className={classes.foot}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button
          color="red"
          onClick={() => {
            forgetFocus()
            onRemove()
          }}
        >
          {t('common.delete')}
        </Button>
      </div>
    </Modal>
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
  const form = useForm({
    initialValues: { to: tag.tag },
    validate: { to: (value) => (value.trim() === '' ? t('builder.required') : null) },
  })
  const refusal = useRefusal(form)
  const wanted = form.values.to.trim()
  const merges = wanted !== tag.tag && known.some((one) => one.tag === wanted)
  const save = form.onSubmit(async () => {
    refusal.clear()
    await onRename(tag.tag, wanted).catch(refusal.show)
  }, refusal.point)
  return (
    <FormModal
      title={t('tagsPage.rename', { tag: tag.tag })}
      dirty={form.isDirty()}
      saving={form.submitting}
      onClose={onClose}
    >
      {(close) => (
        <form noValidate onSubmit={save}>
          {refusal.alert}
          <TextInput
            label={t('tagsPage.name')}
            description={t('tagsPage.counts', { open: tag.open, all: tag.conversations })}
            maxLength={LIMITS.tagLength}
            data-autofocus
            {...form.getInputProps('to')}
          />
          {merges && <p role="status">{t('tagsPage.merges', { tag: wanted })}</p>}
          <div className={classes.foot}>
            <Button variant="default" onClick={close}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={form.submitting} disabled={wanted === tag.tag}>
              {merges ? t('tagsPage.merge') : t('common.save')}
            </Button>
          </div>
        </form>
      )}
    </FormModal>
  )
}
