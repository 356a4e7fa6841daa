const mostKept = 10_000

/** The numbers of books that are known for certain. A book's number never changes and no book is ever removed. */
export class BookIds {
  readonly #ids = new Map<string, number>()

  get(name: string): number | undefined {
    return this.#ids.get(name)
  }

  /** Only of a book that is committed: one that is rolled back gives its number to nobody, and its name to another. */
  learn(name: string, id: number): void {
    // A host with more tenants than this asks again for those that it forgets; that costs one look-up each.
    if (this.#ids.size >= mostKept) this.#ids.clear()
    this.#ids.set(name, id)
  }
}
