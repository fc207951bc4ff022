import { useMediaQuery } from '@mantine/hooks'

/** Wider screens have the bar at their side, and more than one panel. */
const NARROW = '(max-width: 767px)'

/** Whether the screen is a phone's. */
export function useNarrow(): boolean {
  return useMediaQuery(NARROW, window.matchMedia(NARROW).matches) ?? false
}
