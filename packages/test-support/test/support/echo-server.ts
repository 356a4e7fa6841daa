import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A small TCP server that remembers what reached it and answers every chunk with `<chunk>!`. */
export interface EchoServer {
  readonly port: number
  /** Everything that arrived, from all clients. */
  received(): string
  close(): Promise<void>
}

export async function echoServer(): Promise<EchoServer> {
  let received = ''
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      received += chunk.toString()
      socket.write(`${chunk.toString()}!`)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    // It listens on a port, so its address is of this kind.
    port: (server.address() as AddressInfo).port,
    received: () => received,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The other side: what it was told, and how its connection ended. */
export interface EchoClient {
  readonly socket: Socket
  received(): string
  /** `open`, `closed`, or the code of the error that ended it. */
  state(): string
}

export function echoClient(port: number): EchoClient {
  let received = ''
  let state = 'open'
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  socket.on('data', (chunk) => {
    received += chunk.toString()
  })
  socket.on('error', (error: NodeJS.ErrnoException) => {
    state = error.code ?? error.message
  })
  socket.on('close', () => {
    if (state === 'open') state = 'closed'
  })
  return { socket, received: () => received, state: () => state }
}
