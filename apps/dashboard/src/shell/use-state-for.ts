import { useCallback, useState } from 'react'

/**
 * State that belongs to one thing, such as a conversation, and begins anew with the next. What stands on the screen then is
 * changed in place, which costs a fraction of building it again. What is said late of the thing before is left out.
 */
export function useStateFor<State>(
  key: string,
  begin: () => State,
): readonly [state: State, change: (next: State | ((now: State) => State)) => void] {
  const [kept, setKept] = useState(() => ({ key, state: begin() }))
  let current = kept
  if (kept.key !== key) {
    current = { key, state: begin() }
    setKept(current)
  }
  const change = useCallback(
    (next: State | ((now: State) => State)) =>
      setKept((now) => (now.key === key ? { key, state: isStep(next) ? next(now.state) : next } : now)),
    [key],
  )
  return [current.state, change]
}

function isStep<State>(next: State | ((now: State) => State)): next is (now: State) => State {
  return typeof next === 'function'
}
