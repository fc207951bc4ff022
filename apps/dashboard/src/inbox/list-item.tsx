import type { CustomItemComponentProps } from 'virtua'

/**
 * A place in the list. It is moved there by a transform: what stands in it is then neither laid out nor painted anew when
 * one comes above it. It is measured before it is painted, so it need not hide until then.
 */
export function ListItem({ style, index: _, ...rest }: CustomItemComponentProps) {
  const { top = 0, visibility: _hidden, ...others } = style
  return <li {...rest} style={{ ...others, top: 0, transform: `translateY(${top}px)` }} />
}
