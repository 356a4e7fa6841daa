import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { type CommitFate, type Direction, type Fault, noFault } from './fault.ts'
import { ProxiedConnection } from './proxied-connection.ts'

/**
 * A TCP proxy on 127.0.0.1 that does to a connection what networks do. A fault takes hold of the connections that are
 * open and of those to come, and lasts until the next one or `restore()`.
 *
 *     const proxy = await faultProxy({ port: 5432 })
 *     proxy.loseReplyTo('COMMIT')
 *     await expect(pay(proxy.urlFor(url))).rejects.toThrow()   // and yet the journal is there
 */
export interface FaultProxy {
  readonly host: string
  readonly port: number
  /** The same URL, through the proxy. */
  urlFor(url: string): string

  /** Connections accepted so far, and those open now. */
  readonly connections: number
  readonly openConnections: number
  /** Bytes that arrived from each side, whether or not they were let through. */
  readonly bytesToServer: number
  readonly bytesToClient: number

  /** Everything passes again, what was held first. What was swallowed is lost. */
  restore(): void
  /** New connections are closed on arrival. */
  refuseConnections(): void
  /** Every chunk waits this long, each way. */
  delay(ms: number): void
  /** A connection is cut when this many more bytes have passed; the bytes before still arrive. */
  cutAfter(bytes: number, direction: Direction): void
  /** Requests reach the server, and nothing comes back. */
  swallowReplies(): void
  /** As soon as the server answers a request that contains this text, the client's connection breaks instead. */
  loseReplyTo(text: string): void
  /** Requests stay in the proxy until `deliverHeld()`, even when their client is gone by then. */
  holdRequests(): void
  /** Asks what is to become of each COMMIT, wherever in a chunk it comes, and sees to it. */
  decideCommits(fateOf: () => CommitFate): void
  /** How many connections hold something back. */
  readonly holding: number
  deliverHeld(): void

  /** Resets every open connection, once. */
  dropConnections(): void
  /** Resets the clients' side of every open connection, once; held requests can still be delivered. */
  dropClients(): void
  close(): Promise<void>
}

export async function faultProxy({
  port,
  host = '127.0.0.1',
}: {
  port: number
  host?: string
}): Promise<FaultProxy> {
  const open = new Set<ProxiedConnection>()
  const bytes: Record<Direction, number> = { 'to-server': 0, 'to-client': 0 }
  let accepted = 0
  let fault: Fault = noFault

  const view = {
    fault: () => fault,
    counted: (direction: Direction, count: number) => {
      bytes[direction] += count
    },
    closed: (connection: ProxiedConnection) => {
      open.delete(connection)
    },
  }
  const deliverHeld = () => {
    for (const connection of open) connection.deliverHeld()
  }
  const listener = createServer({ allowHalfOpen: true }, (client) => {
    accepted += 1
    if (fault.kind === 'refuse') client.resetAndDestroy()
    else open.add(new ProxiedConnection(view, client, { host, port }))
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  // A server that listens on a port has an address of this kind; a string would mean a local socket.
  const address = listener.address() as AddressInfo

  return {
    host: address.address,
    port: address.port,
    urlFor: (url) => {
      const changed = new URL(url)
      changed.hostname = address.address
      changed.port = String(address.port)
      return changed.href
    },
    get connections() {
      return accepted
    },
    get openConnections() {
      return open.size
    },
    get bytesToServer() {
      return bytes['to-server']
    },
    get bytesToClient() {
      return bytes['to-client']
    },
    restore: () => {
      fault = noFault
      deliverHeld()
    },
    refuseConnections: () => {
      fault = { kind: 'refuse' }
    },
    delay: (ms) => {
      fault = { kind: 'delay', ms }
    },
    cutAfter: (afterBytes, direction) => {
      fault = { kind: 'cut', direction, afterBytes }
    },
    swallowReplies: () => {
      fault = { kind: 'swallow-replies' }
    },
    loseReplyTo: (text) => {
      fault = { kind: 'lose-reply-to', text }
    },
    holdRequests: () => {
      fault = { kind: 'hold-requests' }
    },
    decideCommits: (fateOf) => {
      fault = { kind: 'commits', fateOf }
    },
    get holding() {
      return [...open].filter((connection) => connection.isHolding).length
    },
    deliverHeld,
    dropConnections: () => {
      for (const connection of open) connection.drop()
    },
    dropClients: () => {
      for (const connection of open) connection.dropClient()
    },
    close: async () => {
      for (const connection of open) connection.drop()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
}
