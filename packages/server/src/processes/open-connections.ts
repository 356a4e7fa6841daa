import type { Server } from 'node:http'
import type { Socket } from 'node:net'

export interface OpenConnections {
  /** Closes every connection that has no request under way, now and as soon as one has none any more. */
  closeWhenIdle(): void
}

/**
 * Knows which connections work. Node closes only those that have had a request and have none at the instant of
 * `close`: one that a browser opened in advance, or that finishes its request a moment later, would keep the process
 * until it times out.
 */
export function watchConnections(server: Server): OpenConnections {
  const requests = new Map<Socket, number>()
  let isClosing = false
  const closeIfIdle = (socket: Socket): void => {
    if (isClosing && requests.get(socket) === 0) socket.destroySoon()
  }
  const change = (socket: Socket, by: number): void => {
    requests.set(socket, (requests.get(socket) ?? 0) + by)
    closeIfIdle(socket)
  }

  server.on('connection', (socket) => {
    change(socket, 0)
    socket.once('close', () => requests.delete(socket))
  })
  server.on('request', ({ socket }, response) => {
    change(socket, 1)
    response.once('close', () => {
      if (requests.has(socket)) change(socket, -1)
    })
  })
  return {
    closeWhenIdle() {
      isClosing = true
      for (const socket of requests.keys()) closeIfIdle(socket)
    },
  }
}
