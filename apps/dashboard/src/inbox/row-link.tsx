import type { InboxView } from '@biometrics/chat-client'
import { useRouter } from '@tanstack/react-router'
import type { ComponentProps, MouseEvent } from 'react'

type Props = Omit<ComponentProps<'a'>, 'href' | 'id'> & { id: string; view: InboxView }

/** The router's own link follows where one is, which is a lot for each of the rows that scrolling draws anew. */
export function RowLink({ id, view, ...rest }: Props) {
  const router = useRouter()
  const place = {
    to: '/conversations/$conversationId',
    params: { conversationId: id },
    search: { view },
  } as const
  const onClick = (event: MouseEvent) => {
    const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    if (event.defaultPrevented || event.button !== 0 || elsewhere) return
    event.preventDefault()
    void router.navigate(place)
  }
  return (
    <a
      {...rest}
      href={`/conversations/${id}?view=${encodeURIComponent(view)}`}
      onClick={onClick}
      onPointerEnter={() => void router.preloadRoute(place)}
    />
  )
}
