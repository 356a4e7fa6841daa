import { encodeOutcome, isJournal, type Outcome } from './outcome.ts'
import type { Changes, Claim, Remembered, RememberedKey } from './store.ts'

/** A claim with the key that it is on. */
export type NamedClaim = Omit<Remembered, 'outcome'>

/** What becomes of the keys of one book while a batch is judged. */
export class BatchKeys {
  readonly #book: string
  readonly #claims: ReadonlyMap<string, Claim>
  readonly #before: ReadonlyMap<string, RememberedKey>
  readonly #remembered = new Map<string, Remembered>()
  readonly #released = new Set<string>()

  /** @param before what keys remembered before the batch */
  constructor(book: string, claims: ReadonlyMap<string, Claim>, before: ReadonlyMap<string, RememberedKey>) {
    this.#book = book
    this.#claims = claims
    this.#before = before
  }

  memoryOf(key: string): RememberedKey | undefined {
    const now = this.#remembered.get(key)
    return now === undefined
      ? this.#before.get(key)
      : { request: now.request, outcome: encodeOutcome(now.outcome) }
  }

  claimOf(key: string, request: string): NamedClaim {
    return { book: this.#book, key, request, journal: this.#claims.get(key)?.journal ?? null }
  }

  remember({ book, key, request, journal }: NamedClaim, outcome: Outcome): void {
    this.#remembered.set(key, { book, key, request, journal, outcome })
  }

  release({ key }: NamedClaim): void {
    this.#released.add(key)
  }

  fork(): BatchKeys {
    const copy = new BatchKeys(this.#book, this.#claims, this.#before)
    for (const [key, memory] of this.#remembered) copy.#remembered.set(key, memory)
    for (const key of this.#released) copy.#released.add(key)
    return copy
  }

  changes(): Omit<Changes, 'effects'> {
    const remembered = [...this.#remembered.values()]
    const isFree = (key: string): boolean => !this.#remembered.has(key)
    return {
      remembered,
      reclaimed: remembered.filter(
        (memory) => this.#released.has(memory.key) || this.#wasClaimedShort(memory),
      ),
      released: [...this.#released].filter(isFree).map((key) => ({ book: this.#book, key })),
    }
  }

  /** Whether a key has only a digest of its request, and no journal to tell the rest. */
  #wasClaimedShort({ key, request, journal, outcome }: Remembered): boolean {
    return !isJournal(outcome, journal) && this.#claims.get(key)?.request !== request
  }
}
