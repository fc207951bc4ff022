const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** One Ctrl-C may arrive twice: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 1_000

/** Resolves when the process is asked to stop; asked again, it ends at once. */
export function stopSignal(tell: (sentence: string) => void): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | null = null
    const ask = () => {
      if (askedAt === null) {
        askedAt = Date.now()
        tell('Stopping; once more to stop at once.')
        resolve()
      } else if (Date.now() - askedAt > SAME_SIGNAL_MS) {
        process.exit(1)
      }
    }
    for (const signal of SIGNALS) process.on(signal, ask)
  })
}
