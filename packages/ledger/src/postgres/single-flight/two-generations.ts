/**
 * Values by book and code: at least as many as asked for of those that were set last, and less than twice as many. They are
 * forgotten a generation at a time. To forget the oldest one each time would take a Map in the order of use, in which each
 * use deletes and inserts, at three times the cost.
 */
export class TwoGenerations<Value> {
  readonly #least: number
  #young = new Map<string, Map<string, Value>>()
  #old: ReadonlyMap<string, ReadonlyMap<string, Value>> = new Map()
  #sizeOfYoung = 0

  constructor(least: number) {
    this.#least = least
  }

  get(book: string, code: string): Value | undefined {
    return this.#young.get(book)?.get(code) ?? this.#old.get(book)?.get(code)
  }

  set(book: string, code: string, value: Value): void {
    if (this.#least === 0) return
    const codes = this.#youngOf(book)
    const { size } = codes
    codes.set(code, value)
    if (codes.size === size) return
    this.#sizeOfYoung += 1
    if (this.#sizeOfYoung >= this.#least) this.#grow()
  }

  #grow(): void {
    this.#old = this.#young
    this.#young = new Map()
    this.#sizeOfYoung = 0
  }

  #youngOf(book: string): Map<string, Value> {
    const known = this.#young.get(book)
    if (known !== undefined) return known
    const young = new Map<string, Value>()
    this.#young.set(book, young)
    return young
  }
}
