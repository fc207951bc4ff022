import { useState } from 'react'
import { refusalOf } from '../session/explain.ts'
import { useClient } from '../session/use-client.ts'
import type { TransferTarget } from './transfer-targets.ts'

type Target = Pick<TransferTarget, 'kind' | 'id' | 'name'>

/** Where a transfer stands. `asking`: the server says that the agent is full or not there. */
export type Transfer =
  | { name: 'choosing' }
  | { name: 'sending' }
  | { name: 'asking'; target: Target }
  | { name: 'confirming'; target: Target }
  | { name: 'failed'; error: unknown }

export function useTransfer(conversationId: string, onDone: (target: Target) => void) {
  const client = useClient()
  const [transfer, setTransfer] = useState<Transfer>({ name: 'choosing' })

  async function send(target: Target, note: string, confirmed: boolean): Promise<void> {
    setTransfer(confirmed ? { name: 'confirming', target } : { name: 'sending' })
    const words = note.trim()
    try {
      await client.transfer(conversationId, {
        ...(target.kind === 'agent' ? { toAgentId: target.id } : { toGroupId: target.id }),
        ...(words !== '' && { note: words }),
        ...(!confirmed && { ifAvailable: true }),
      })
    } catch (error) {
      const asks = refusalOf(error)?.code === 'agent_unavailable'
      return setTransfer(asks ? { name: 'asking', target } : { name: 'failed', error })
    }
    onDone(target)
  }
  return { transfer, send, chooseAgain: () => setTransfer({ name: 'choosing' }) }
}
