import type { Conversation, Macro } from '@biometrics/chat-protocol'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from '../i18n/use-translation.ts'
import { useCommands } from '../commands/commands.ts'
import { explain, showText } from '../session/explain.ts'
import { useClient, useMe } from '../session/use-client.ts'
import { macrosQuery } from './macros-query.ts'
import { runMacro, UnknownVariables } from './run-macro.ts'

/** [AW12] Every macro can be run on the open conversation, from the palette. */
export function useMacroCommands(conversation: Conversation): void {
  const { t } = useTranslation()
  const client = useClient()
  const me = useMe()
  const { data = [] } = useQuery(macrosQuery)
  const run = async ({ name, actions }: Macro) => {
    try {
      await runMacro(client, actions, conversation, me, Date.now())
    } catch (error) {
      const why =
        error instanceof UnknownVariables
          ? t('composer.unknownVariables', { names: error.names.join(', ') })
          : explain(error, t)
      showText(t('commands.macroFailed', { name, why }))
    }
  }
  useCommands(
    data.map((macro) => ({
      id: `macro.${macro.id}`,
      group: 'conversation',
      label: t('commands.macro', { name: macro.name }),
      Icon: IconPlayerPlay,
      run: () => void run(macro),
    })),
  )
}
