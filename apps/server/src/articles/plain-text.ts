/** Markdown as words alone, for a chat that draws text: links keep their address. */
export function plainText(markdown: string): string {
  return (
    markdown
      .replaceAll(/```[^\n]*\n([\s\S]*?)```/g, '$1')
      .replaceAll(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
      // Each part ends where another link could begin: many beginnings of links would take the cube of their number.
      .replaceAll(/\[([^[\]]+)\]\(([^)\s[]+)(?:\s[^)[]*)?\)/g, (_all, words: string, url: string) =>
        words === url ? url : `${words} (${url})`,
      )
      .replaceAll(/^#{1,6}\s+(.+?)\s*#*$/gm, '$1')
      .replaceAll(/^\s*[*+]\s+/gm, '- ')
      .replaceAll(/(\*\*|__|\*|_|`)(?=\S)([^*_`\n]*\S)\1/g, '$2')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim()
  )
}

/** The first sentences that fit; whole lines where that is possible. */
export function beginning(text: string, length: number): string {
  if (text.length <= length) return text
  const cut = text.slice(0, length)
  const end = Math.max(cut.lastIndexOf('\n'), cut.lastIndexOf('. '), cut.lastIndexOf('。'))
  const kept =
    end > length / 2 ? cut.slice(0, end + 1) : cut.slice(0, Math.max(cut.lastIndexOf(' '), length - 40))
  return `${kept.trimEnd().toWellFormed()} …`
}
