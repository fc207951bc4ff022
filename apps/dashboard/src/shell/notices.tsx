import { Notifications } from '@mantine/notifications'

/** Where short messages appear. Loaded after the first screen: what was said before waits in its store. */
export default function Notices() {
  return <Notifications position="top-right" autoClose={6_000} containerWidth={340} />
}
