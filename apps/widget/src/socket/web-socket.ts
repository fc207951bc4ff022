import type { OpenWire } from './wire.ts'

export const openWebSocket: OpenWire = (address, { onPacket, onClosed }) => {
  const url = new URL(address)
  url.protocol = url.protocol.replace('http', 'ws')
  url.searchParams.set('transport', 'websocket')
  const socket = new WebSocket(url)
  socket.onmessage = ({ data }) => onPacket(data)
  socket.onclose = onClosed
  return {
    send: (packet) => socket.send(packet),
    close() {
      socket.onmessage = socket.onclose = null
      socket.close()
    },
  }
}
