export interface Gate {
  opened: Promise<void>
  open(): void
}

/** A promise that somebody else resolves. */
export function newGate(): Gate {
  let open!: () => void
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}
