import { useEffect, useId } from 'react'
import type { ComponentType } from 'react'

/** Something that can be done now: by a button, by its key, and from the palette. */
export interface Command {
  id: string
  group: CommandGroup
  label: string
  Icon: ComponentType<{ size?: number; stroke?: number }>
  run: () => void
}

export const COMMAND_GROUPS = ['conversation', 'queue', 'go', 'status', 'help'] as const
export type CommandGroup = (typeof COMMAND_GROUPS)[number]

/** By the component that offers them. Nobody watches it: it is read when a key is pressed or the palette opens. */
const offered = new Map<string, readonly Command[]>()

export function availableCommands(): Command[] {
  const all = [...offered.values()].flat()
  return COMMAND_GROUPS.flatMap((group) => all.filter((command) => command.group === group))
}

/** False when it cannot be done just now. */
export function runCommand(id: string): boolean {
  for (const commands of offered.values()) {
    const found = commands.find((command) => command.id === id)
    if (!found) continue
    found.run()
    return true
  }
  return false
}

/** Offers commands while the component is on the screen. */
export function useCommands(commands: readonly Command[]): void {
  const key = useId()
  useEffect(() => {
    offered.set(key, commands)
  })
  useEffect(() => () => void offered.delete(key), [key])
}
