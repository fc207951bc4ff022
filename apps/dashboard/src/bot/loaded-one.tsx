import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Loaded } from '../settings/page.tsx'

/** One thing from the server in its three states. */
export function LoadedOne<One>({
  query,
  children,
}: {
  query: UseQueryResult<One>
  children: (one: One) => ReactNode
}) {
  const asList = { ...query, data: query.data === undefined ? undefined : [query.data] } as UseQueryResult<
    One[]
  >
  return (
    <Loaded query={asList} empty="">
      {([one]) => (one === undefined ? null : children(one))}
    </Loaded>
  )
}
