import { lazy, type ReactNode, Suspense, useState } from 'react'
import { withTexts } from '../i18n/i18n.ts'
import { refusalOf } from '../session/explain.ts'

const ProofDialog = lazy(() => withTexts('security', import('./proof-dialog.tsx')))

interface Proof {
  /** Does it; where the server wants to know once more who asks, asks, and does it then. False when that was called off. */
  run(work: () => Promise<void>): Promise<boolean>
  /** To be drawn somewhere. */
  dialog: ReactNode
}

export function useProof(): Proof {
  const [answer, setAnswer] = useState<((proven: boolean) => void) | null>(null)
  const ask = () => new Promise<boolean>((resolve) => setAnswer(() => resolve))
  return {
    async run(work) {
      try {
        await work()
      } catch (error) {
        if (refusalOf(error)?.code !== 'proof_required') throw error
        if (!(await ask())) return false
        await work()
      }
      return true
    },
    dialog: answer && (
      <Suspense>
        <ProofDialog
          onDone={(proven) => {
            setAnswer(null)
            answer(proven)
          }}
        />
      </Suspense>
    ),
  }
}
