export function wrongNode(version: string): string | null
export function requireNode(): void
