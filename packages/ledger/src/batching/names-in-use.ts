import type { Batch } from './batch.ts'
import type { Call } from './call.ts'

/** What the batches under way need, by name, with the last of them that needs it. */
export class NamesInUse {
  readonly #users = new Map<string, Batch>()

  add(batch: Batch): void {
    for (const { names } of batch.calls) for (const name of names) this.#users.set(name, batch)
  }

  /** What the batch ahead needs as well is that one's again, should it still be under way. */
  remove(batch: Batch): void {
    for (const { names } of batch.calls)
      for (const name of names) if (this.#users.get(name) === batch) this.#users.delete(name)
    if (batch.behind !== undefined) this.add(batch.behind)
  }

  /**
   * Whether a call needs nothing of what is under way. What is behind another may share accounts with that one, and nothing
   * else; and only journals of its book follow.
   */
  areFreeFor({ names, postsIn }: Call, behind: Batch | undefined): boolean {
    if (behind !== undefined && (postsIn === undefined || postsIn !== behind.calls[0]?.postsIn)) return false
    for (const name of names) {
      const user = this.#users.get(name)
      if (user !== undefined && (user !== behind || !name.startsWith('account '))) return false
    }
    return true
  }
}
