import { Notifications } from '@mantine/notifications'

/** Where short messages appear: over nothing that one needs at that moment. Loaded after the first screen: what was said before waits in its store. */
export default function Notices() {
  return <Notifications position="bottom-left" autoClose={6_000} containerWidth={340} />
}
