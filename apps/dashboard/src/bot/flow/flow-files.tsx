import type { App, Flow } from '@biometrics/chat-protocol'
import { ActionIcon, FileButton, Menu } from '@mantine/core'
import { IconDotsVertical, IconDownload, IconUpload } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { explain, refusalOf, showText } from '../../session/explain.ts'
import { rest } from '../../session/rest.ts'

interface Props {
  app: App
  flow: Flow
  onImported: (flow: Flow) => void
}

/** Of what is wrong in a file, so much is shown. */
const FAULTS_MAX = 3

/** A flow as a file, to keep, to share, to bring to another app. */
export function FlowFiles({ app, flow, onImported }: Props) {
  const { t } = useTranslation()
  const reset = useRef<() => void>(null)
  const download = () => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(flow, null, 2)], { type: 'application/json' }))
    const link = document.createElement('a')
    link.href = url
    link.download = `${app.appId}-flow.json`
    link.click()
    URL.revokeObjectURL(url)
  }
  const read = async (file: File | null) => {
    reset.current?.()
    if (file === null) return
    try {
      const given: Flow = JSON.parse(await file.text())
      // One turn of a test chat stores nothing, and the server says what is no flow.
      await rest('POST', `/apps/${app.id}/bot/flow/try`, { flow: given, state: null, message: null })
      onImported(given)
    } catch (error) {
      const faults = refusalOf(error)?.fields?.slice(0, FAULTS_MAX) ?? []
      const detail = faults.map(({ path, message }) => `${path.replace(/^flow\.?/, '')}: ${message}`)
      if (error instanceof SyntaxError || detail.length > 0)
        showText([t('flow.noFlowFile', { name: file.name }), ...detail].join('\n'))
      else showText(explain(error, t))
    }
  }
  return (
    <FileButton resetRef={reset} accept="application/json,.json" onChange={(file) => void read(file)}>
      {({ onClick }) => (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon size={36} variant="default" aria-label={t('flow.more')}>
              <IconDotsVertical size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconDownload size={16} />} onClick={download}>
              {t('flow.export')}
            </Menu.Item>
            <Menu.Item leftSection={<IconUpload size={16} />} onClick={onClick}>
              {t('flow.import')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </FileButton>
  )
}
