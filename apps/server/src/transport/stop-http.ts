import type { Server } from 'socket.io'
import type { HttpServer } from './http-server.ts'

/** An upload may take minutes; the process has seconds. */
const GRACE_MS = 5_000

/** Takes no more requests, and lets those under way be answered. */
export async function stopHttp(io: Server, http: HttpServer): Promise<void> {
  const impatience = setTimeout(() => http.server.closeAllConnections(), GRACE_MS)
  await io.close()
  await http.close()
  clearTimeout(impatience)
}
