/**
 * The rules that hold for every book at every moment. I10 speaks of the feed, whose order the contents of a book do not
 * tell; it is checked in PostgreSQL, where the order is kept, and where the feed is read.
 */
export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'I10' | 'I11' | 'I12'

/** A place where an invariant does not hold. */
export interface Finding {
  readonly invariant: Invariant
  /** What is wrong about which thing: `held of account user:1:wallet:ZAR`. */
  readonly where: string
  readonly expected: string
  readonly found: string
}

/** Collects what does not hold of one invariant. */
export class Findings {
  readonly all: Finding[] = []
  readonly #invariant: Invariant

  constructor(invariant: Invariant) {
    this.#invariant = invariant
  }

  /** Two facts that must be one and the same. */
  same(where: string, expected: Fact, found: Fact): void {
    if (expected !== found) this.add(where, String(expected), String(found))
  }

  add(where: string, expected: string, found: string): void {
    this.all.push({ invariant: this.#invariant, where, expected, found })
  }
}

type Fact = string | number | bigint | boolean | null | undefined
