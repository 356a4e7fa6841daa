/** One whole message of a client to PostgreSQL. */
export interface FrontendMessage {
  readonly bytes: Buffer
  /** With this message the server is told to commit. */
  readonly isCommit: boolean
}

const startupCode = 196_608
/** No client begins with more; whoever does, speaks another protocol. */
const longestStartup = 10_000

/**
 * Cuts what a client sends to PostgreSQL into its messages, however the network cut it into chunks, and tells which of
 * them is the COMMIT: a simple query, or the Execute of a prepared one. Several may come in one chunk, and a client that
 * pipelines sends COMMIT together with what comes before it; a fault must hit the one and not the other.
 */
export class FrontendMessages {
  #rest: Buffer = Buffer.alloc(0)
  #hasStarted = false
  #isForeign = false
  readonly #statements = new Set<string>()
  readonly #portals = new Set<string>()

  /** The beginning of a message of which the end has not come yet. */
  get unfinished(): Buffer {
    return this.#rest
  }

  take(chunk: Buffer): FrontendMessage[] {
    if (this.#isForeign) return []
    this.#rest = Buffer.concat([this.#rest, chunk])
    const messages: FrontendMessage[] = []
    for (let bytes = this.#next(); bytes !== undefined; bytes = this.#next()) {
      messages.push({ bytes, isCommit: this.#hasStarted && this.#isCommit(bytes) })
      this.#hasStarted ||= bytes.readUInt32BE(4) === startupCode
    }
    return messages
  }

  // The first messages of a connection have no letter before their length.
  #next(): Buffer | undefined {
    const lengthAt = this.#hasStarted ? 1 : 0
    if (this.#rest.length < lengthAt + 4) return undefined
    const length = lengthAt + this.#rest.readUInt32BE(lengthAt)
    this.#isForeign = !this.#hasStarted && (length < 8 || length > longestStartup)
    if (this.#isForeign || this.#rest.length < length) return undefined
    const bytes = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(length)
    return bytes
  }

  #isCommit(message: Buffer): boolean {
    const [first = '', second = ''] = message.subarray(5).toString('latin1').split('\0', 2)
    switch (String.fromCharCode(message[0] ?? 0)) {
      case 'Q':
        return endsInCommit(first)
      case 'P':
        mark(this.#statements, first, endsInCommit(second))
        return false
      case 'B':
        mark(this.#portals, first, this.#statements.has(second))
        return false
      case 'E':
        return this.#portals.has(first)
      default:
        return false
    }
  }
}

const endsInCommit = (sql: string): boolean => /\bCOMMIT\s*;?\s*$/i.test(sql)

function mark(names: Set<string>, name: string, belongs: boolean): void {
  if (belongs) names.add(name)
  else names.delete(name)
}
