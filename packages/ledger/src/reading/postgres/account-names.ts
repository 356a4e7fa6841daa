const mostKept = 20_000

/** Accounts by book and code. When there are too many it forgets all of them, so it is good only for what may be forgotten. */
export class AccountNames {
  readonly #names = new Set<string>()

  has(book: string, code: string): boolean {
    return this.#names.has(`${book} ${code}`)
  }

  add(book: string, code: string): void {
    if (this.#names.size >= mostKept) this.#names.clear()
    this.#names.add(`${book} ${code}`)
  }
}
