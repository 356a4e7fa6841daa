import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { CommitFate, Direction, Fault } from './fault.ts'
import { type FrontendMessage, FrontendMessages } from './frontend-messages.ts'

/** What a connection tells its proxy, and asks it. */
export interface ProxyView {
  fault(): Fault
  counted(direction: Direction, bytes: number): void
  closed(connection: ProxiedConnection): void
}

/**
 * One client, one server, and the fault between them. The fault is read anew for every chunk, so it takes effect on
 * connections that are already open: a pool holds on to its connections, and those are the ones to disturb.
 */
export class ProxiedConnection {
  readonly #proxy: ProxyView
  readonly #client: Socket
  readonly #server: Socket
  readonly #held: Buffer[] = []
  /** Bytes that passed each way under the present fault. */
  #passed: { fault: Fault; bytes: Record<Direction, number> } | undefined
  /** The end of the requests so far, because the text that is waited for may arrive in two pieces. */
  #requestTail = ''
  #replyIsLost = false
  readonly #messages = new FrontendMessages()
  /** A COMMIT of this connection has landed or will, and nobody is to hear of it. */
  #isCommitting = false
  #swallowed: Buffer = Buffer.alloc(0)
  #clientIsGone = false

  constructor(proxy: ProxyView, client: Socket, target: { host: string; port: number }) {
    this.#proxy = proxy
    this.#client = client
    this.#server = connect({ ...target, allowHalfOpen: true })
    this.#relay(client, this.#server, 'to-server')
    this.#relay(this.#server, client, 'to-client')
    client.on('close', () => this.#onClientClosed())
    this.#server.on('close', () => {
      client.destroySoon()
      proxy.closed(this)
    })
  }

  /** Resets both sides, as a router that forgot the connection does. */
  drop(): void {
    this.#client.resetAndDestroy()
    this.#server.resetAndDestroy()
  }

  /** Resets the client's side alone. What the proxy has taken from it can still reach the server. */
  dropClient(): void {
    this.#clientIsGone = true
    this.#client.resetAndDestroy()
  }

  get isHolding(): boolean {
    return this.#held.length > 0
  }

  deliverHeld(): void {
    for (const chunk of this.#held.splice(0)) this.#server.write(chunk)
    if (this.#clientIsGone || this.#client.readableEnded) this.#server.end()
  }

  #relay(from: Socket, to: Socket, direction: Direction): void {
    from.setNoDelay(true)
    // Every error is followed by 'close', which is where a connection ends here.
    from.on('error', () => undefined)
    from.on('data', (chunk) => {
      from.pause()
      this.#pass(chunk, to, direction).then(
        () => from.resume(),
        () => this.drop(),
      )
    })
    from.on('end', () => this.#onEnd(direction))
  }

  async #pass(chunk: Buffer, to: Socket, direction: Direction): Promise<void> {
    this.#proxy.counted(direction, chunk.length)
    const fault = this.#proxy.fault()
    const before = this.#countPassed(fault, direction, chunk.length)
    const begun = this.#messages.unfinished
    const messages = direction === 'to-server' ? this.#messages.take(chunk) : []

    if (this.#clientIsGone && direction === 'to-client') return
    switch (fault.kind) {
      case 'swallow-replies':
        if (direction === 'to-client') return
        break
      case 'hold-requests':
        if (direction === 'to-server') {
          this.#held.push(chunk)
          return
        }
        break
      case 'lose-reply-to':
        if (this.#losesReply(fault.text, chunk, direction)) return
        break
      case 'commits':
        if (direction === 'to-client' ? this.#hidesCommit(chunk) : this.#clientIsGone) return
        if (messages.some(({ isCommit }) => isCommit)) {
          await this.#commit(fault.fateOf(), begun, messages)
          return
        }
        break
      case 'cut':
        if (direction === fault.direction && before + chunk.length > fault.afterBytes) {
          await write(to, chunk.subarray(0, Math.max(0, fault.afterBytes - before)))
          this.#cut()
          return
        }
        break
      case 'delay':
        // The sockets keep the process alive while they are open; after that nobody waits for this chunk.
        await pause(fault.ms, undefined, { ref: false })
        break
    }
    await write(to, chunk)
  }

  /** True for a reply the client must not see. The first one also ends the client's connection. */
  #losesReply(text: string, chunk: Buffer, direction: Direction): boolean {
    if (direction === 'to-server') {
      const requests = this.#requestTail + chunk.toString('latin1')
      this.#replyIsLost ||= requests.includes(text)
      this.#requestTail = requests.slice(Math.max(0, requests.length - text.length + 1))
      return false
    }
    if (!this.#replyIsLost) return false
    // The server's side ends in order, after all it was sent: it must finish the work whose answer gets lost.
    this.dropClient()
    this.#server.end()
    return true
  }

  /** `begun` has passed already: it was the beginning of the first of these messages. */
  async #commit(fate: CommitFate, begun: Buffer, messages: readonly FrontendMessage[]): Promise<void> {
    const first = messages.findIndex(({ isCommit }) => isCommit)
    const unpassed = Buffer.concat([...messages.map(({ bytes }) => bytes), this.#messages.unfinished])
    const lengthBefore = messages.slice(0, first).reduce((sum, { bytes }) => sum + bytes.length, 0)
    const cutAt = Math.max(lengthBefore, begun.length)
    this.#isCommitting = fate === 'lands'
    if (fate === 'passes' || fate === 'lands') {
      await write(this.#server, unpassed.subarray(begun.length))
      return
    }
    await write(this.#server, unpassed.subarray(begun.length, cutAt))
    if (fate === 'arrives-late') this.#held.push(unpassed.subarray(cutAt))
    else this.#server.end()
    this.dropClient()
  }

  /** True for a reply behind a COMMIT that lands unheard. Once the transaction is over the client's connection breaks. */
  #hidesCommit(reply: Buffer): boolean {
    if (!this.#isCommitting) return false
    this.#swallowed = Buffer.concat([this.#swallowed.subarray(-readyAndIdle.length), reply])
    if (this.#swallowed.includes(readyAndIdle)) {
      this.dropClient()
      this.#server.end()
    }
    return true
  }

  #countPassed(fault: Fault, direction: Direction, bytes: number): number {
    if (this.#passed?.fault !== fault) this.#passed = { fault, bytes: { 'to-server': 0, 'to-client': 0 } }
    const before = this.#passed.bytes[direction]
    this.#passed.bytes[direction] += bytes
    return before
  }

  // What was let through arrives before the end does: a reset could overtake it.
  #cut(): void {
    this.#client.destroySoon()
    this.#server.destroySoon()
  }

  #onEnd(direction: Direction): void {
    if (direction === 'to-client') this.#client.end()
    else if (this.#held.length === 0) this.#server.end()
  }

  #onClientClosed(): void {
    this.#clientIsGone = true
    const isNeeded = this.#held.length > 0 || this.#replyIsLost || this.#isCommitting
    if (!isNeeded) this.#server.destroySoon()
  }
}

/** ReadyForQuery, outside of a transaction. No row holds a NUL byte, so nothing else looks like it. */
const readyAndIdle = Buffer.from('Z\0\0\0\x05I', 'latin1')

function write(to: Socket, chunk: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    if (to.destroyed || to.writableEnded) resolve()
    else to.write(chunk, (error) => (error ? reject(error) : resolve()))
  })
}
