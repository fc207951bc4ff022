import type { App, Flow } from '@biometrics/chat-protocol'
import { ActionIcon, FileButton, Menu } from '@mantine/core'
import { IconDotsVertical, IconDownload, IconUpload } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  app: App
  flow: Flow
  onImported: (flow: Flow) => void
}

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
    const given = await file.text().then(
      (text) => parse(text),
      () => null,
    )
    if (given === null) window.alert(t('flow.noFlowFile', { name: file.name }))
    else onImported(given)
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

/** Whether it can be drawn; saving lets the server check the rest. */
function parse(text: string): Flow | null {
  try {
    const given = JSON.parse(text)
    const isFlow =
      typeof given?.start === 'string' &&
      Array.isArray(given.steps) &&
      given.steps.length > 0 &&
      given.steps.every(
        (step: unknown) => typeof step === 'object' && step !== null && 'id' in step && 'kind' in step,
      )
    return isFlow ? { start: given.start, steps: given.steps } : null
  } catch {
    return null
  }
}
