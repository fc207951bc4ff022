import type { CannedResponse } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Button, CloseButton, FileButton, NativeSelect, TextInput } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fileSize } from '../messages/bytes.ts'
import { showFailure } from '../session/explain.ts'
import { groupsQuery } from '../session/queries.ts'
import { useClient } from '../session/use-client.ts'
import classes from './canned-reach.module.css'

export type Reach = Pick<CannedResponse, 'scope' | 'groupId' | 'language' | 'attachments'>

const SCOPES = ['everybody', 'group', 'personal'] as const

/** For whom a canned response is, in which language, and what goes along with it. */
export function CannedReach(props: {
  reach: Reach
  errors: Record<string, ReactNode>
  onChange: (change: Partial<Reach>) => void
}) {
  const { reach, errors, onChange } = props
  const { t } = useTranslation()
  const { data: groups = [] } = useQuery({ ...groupsQuery, enabled: reach.scope === 'group' })
  return (
    <>
      <div className={classes.row}>
        <NativeSelect
          label={t('cannedForm.scope')}
          value={reach.scope}
          onChange={(event) => {
            const scope = event.currentTarget.value as Reach['scope']
            onChange({ scope, ...(scope !== 'group' && { groupId: null }) })
          }}
          data={SCOPES.map((value) => ({ value, label: t(`cannedForm.scopes.${value}`) }))}
        />
        {reach.scope === 'group' && (
          <NativeSelect
            label={t('views.group')}
            value={reach.groupId ?? ''}
            data-path="groupId"
            error={errors.groupId}
            onChange={(event) => onChange({ groupId: event.currentTarget.value || null })}
            data={[{ value: '', label: '' }, ...groups.map(({ id, name }) => ({ value: id, label: name }))]}
          />
        )}
        <TextInput
          label={t('details.language')}
          placeholder={t('cannedForm.languageHint')}
          maxLength={35}
          value={reach.language ?? ''}
          data-path="language"
          error={errors.language}
          onChange={(event) => onChange({ language: event.currentTarget.value.trim() || null })}
        />
      </div>
      <Files files={reach.attachments} onChange={(attachments) => onChange({ attachments })} />
    </>
  )
}

function Files({
  files,
  onChange,
}: {
  files: Reach['attachments']
  onChange: (files: Reach['attachments']) => void
}) {
  const { t } = useTranslation()
  const client = useClient()
  const [busy, setBusy] = useState(false)
  const add = async (file: File | null) => {
    if (file === null) return
    setBusy(true)
    try {
      onChange([...files, await client.upload(file, { name: file.name })])
    } catch (error) {
      showFailure(error, t)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div>
      {files.length > 0 && (
        <ul className={classes.files} aria-label={t('attach.list')}>
          {files.map((file) => (
            <li key={file.url} className={classes.file}>
              <span className={classes.name}>{file.name}</span>
              <span className={classes.size}>{fileSize(file.size)}</span>
              <CloseButton
                size="sm"
                aria-label={t('attach.remove', { name: file.name })}
                onClick={() => onChange(files.filter(({ url }) => url !== file.url))}
              />
            </li>
          ))}
        </ul>
      )}
      <FileButton onChange={(file) => void add(file)}>
        {({ onClick }) => (
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconPaperclip size={15} />}
            loading={busy}
            disabled={files.length >= LIMITS.cannedAttachments}
            onClick={onClick}
          >
            {t('cannedForm.addFile')}
          </Button>
        )}
      </FileButton>
    </div>
  )
}
