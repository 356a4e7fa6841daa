const mostKept = 20_000

/** What the last answer about an account told of its holds: some were open at the moment it was about, or none of those it had. */
export type HoldsThen = 'open' | 'none'

/**
 * What was seen of the holds of accounts, by book and code. Accounts that never had any are not in it. When there are too many
 * it forgets all of them, so it is good only for what may be forgotten.
 */
export class HoldsSeen {
  readonly #seen = new Map<string, HoldsThen>()

  of(book: string, code: string): HoldsThen | undefined {
    return this.#seen.get(`${book} ${code}`)
  }

  note(book: string, code: string, then: HoldsThen): void {
    if (this.#seen.size >= mostKept) this.#seen.clear()
    this.#seen.set(`${book} ${code}`, then)
  }
}
