import type { Macro } from '@biometrics/chat-protocol'
import { ActionIcon, Button } from '@mantine/core'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../session/use-client.ts'
import { DeleteDialog } from '../settings/delete-dialog.tsx'
import { Loaded, PageHead } from '../settings/page.tsx'
import classes from '../settings/page.module.css'
import { MacroForm } from './macro-form.tsx'
import { macrosQuery } from './macros-query.ts'

type Open = { name: 'none' } | { name: 'edit'; macro: Macro | null } | { name: 'delete'; macro: Macro }

export function MacrosPage() {
  const { t } = useTranslation()
  const me = useMe()
  const query = useQuery(macrosQuery)
  const queryClient = useQueryClient()
  const [open, setOpen] = useState<Open>({ name: 'none' })
  const close = () => setOpen({ name: 'none' })
  const reload = () => queryClient.invalidateQueries(macrosQuery)
  return (
    <>
      <PageHead title={t('settings.macros')} text={t('macros.text')}>
        <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen({ name: 'edit', macro: null })}>
          {t('common.add')}
        </Button>
      </PageHead>
      <Loaded query={query} empty={t('macros.empty')}>
        {(macros) => (
          <ul className={classes.list}>
            {macros.map((macro) => (
              <li key={macro.id} className={classes.item}>
                <div className={classes.itemWords}>
                  <div className={classes.itemTitle}>
                    {macro.name}
                    {macro.shared && <span className={classes.ability}>{t('macros.shared')}</span>}
                  </div>
                  <span className={classes.itemText}>
                    {macro.actions.map(({ kind }) => t(`macros.kinds.${kind}`)).join(' · ')}
                  </span>
                </div>
                {(!macro.shared || me.role === 'admin') && (
                  <>
                    <ActionIcon
                      aria-label={t('common.editNamed', { name: macro.name })}
                      onClick={() => setOpen({ name: 'edit', macro })}
                    >
                      <IconPencil size={18} stroke={1.7} />
                    </ActionIcon>
                    <ActionIcon
                      aria-label={t('common.deleteNamed', { name: macro.name })}
                      onClick={() => setOpen({ name: 'delete', macro })}
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
      {open.name === 'edit' && <MacroForm macro={open.macro} onClose={close} onSaved={reload} />}
      {open.name === 'delete' && (
        <DeleteDialog
          name={open.macro.name}
          path={`/macros/${open.macro.id}`}
          onClose={close}
          onDeleted={reload}
        />
      )}
    </>
  )
}
