import type { Socket } from 'socket.io'

/** Ends a connection without a word: a reader that stands still would never answer a polite goodbye. */
export function cutConnection({ conn }: Socket): void {
  const { socket } = conn.transport as { socket?: { terminate(): void } }
  if (socket) socket.terminate()
  else conn.close(true)
}
