import { ActionIcon, FileButton, Menu } from '@mantine/core'
import { IconDotsVertical, IconDownload, IconUpload } from '@tabler/icons-react'
import type { CannedImportReply } from '@biometrics/chat-protocol'
import { notifications } from '@mantine/notifications'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { explain, refusalOf, showText } from '../session/explain.ts'
import { rest } from '../session/rest.ts'

/** Of what is wrong in a file, so much is shown. */
const PROBLEMS_MAX = 3

/** Canned responses as a table or as JSON, to keep, to edit elsewhere, to bring to another installation. */
export function CannedFiles({ onImported }: { onImported: () => void }) {
  const { t } = useTranslation()
  const reset = useRef<() => void>(null)
  const read = async (file: File | null) => {
    reset.current?.()
    if (file === null) return
    const format = /\.json$/i.test(file.name) ? 'json' : 'csv'
    try {
      const text = await file.text()
      const reply = await rest<CannedImportReply>('POST', '/canned-responses/import', { format, text })
      const { added, changed, problems } = reply
      onImported()
      notifications.show({ message: t('cannedForm.imported', { added, changed }) })
      if (problems.length > 0) {
        const lines = problems.slice(0, PROBLEMS_MAX).map(({ line, message }) => `${line}: ${message}`)
        showText([t('cannedForm.leftOut', { count: problems.length }), ...lines].join('\n'))
      }
    } catch (error) {
      const why = refusalOf(error)?.fields?.[0]?.message
      showText(why === undefined ? explain(error, t) : t('cannedForm.noFile', { name: file.name, why }))
    }
  }
  const address = (format: string) => `/api/v1/canned-responses/export?format=${format}`
  return (
    <FileButton
      resetRef={reset}
      accept=".csv,.json,text/csv,application/json"
      onChange={(file) => void read(file)}
    >
      {({ onClick }) => (
        <Menu position="bottom-end" width={220}>
          <Menu.Target>
            <ActionIcon size={36} variant="default" aria-label={t('cannedForm.files')}>
              <IconDotsVertical size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconUpload size={16} />} onClick={onClick}>
              {t('cannedForm.import')}
            </Menu.Item>
            {(['csv', 'json'] as const).map((format) => (
              <Menu.Item
                key={format}
                component="a"
                href={address(format)}
                download
                leftSection={<IconDownload size={16} />}
              >
                {t('cannedForm.export', { format: format.toUpperCase() })}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </FileButton>
  )
}
