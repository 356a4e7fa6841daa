import type { Batch } from './batch.ts'
import type { Call } from './call.ts'

/**
 * The batches under way, in the order in which they left, and what they need.
 *
 * An array, with the names beside each batch: a Set or Map into which batches come and go for years is copied every few of
 * them, and each copy points to the next. Once one of these has grown old the collector keeps all that follow it, with
 * everything in them, until it looks through the whole heap: a fifth of what was allocated, journals long answered, grew old like that.
 */
export class UnderWay implements Iterable<Batch> {
  #batches: readonly Batch[] = []

  get size(): number {
    return this.#batches.length
  }

  [Symbol.iterator](): Iterator<Batch> {
    return this.#batches[Symbol.iterator]()
  }

  add(batch: Batch): void {
    this.#batches = [...this.#batches, batch]
  }

  /** Nobody is behind it any more. */
  remove(batch: Batch): void {
    this.#batches = this.#batches.filter((other) => other !== batch)
    for (const other of this.#batches) if (other.behind === batch) other.behind = undefined
  }

  /**
   * Whether a call needs nothing of what is under way. What is behind another may share accounts with that one, and nothing
   * else; and only journals of its book follow. What several need is the last one's.
   */
  areFreeFor({ names, postsIn }: Call, behind: Batch | undefined): boolean {
    if (behind !== undefined && (postsIn === undefined || postsIn !== behind.calls[0]?.postsIn)) return false
    for (const name of names) {
      const user = this.#lastThatNeeds(name)
      if (user !== undefined && (user !== behind || !name.startsWith('account '))) return false
    }
    return true
  }

  #lastThatNeeds(name: string): Batch | undefined {
    let last: Batch | undefined
    for (const batch of this.#batches) if (batch.names.has(name)) last = batch
    return last
  }
}
