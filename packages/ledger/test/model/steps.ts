import { inspect } from 'node:util'
import type * as fc from 'fast-check'
import type { Book } from '../../src/index.ts'
import { assertInvariants } from '../../src/testing/index.ts'
import type { LedgerUnderTest } from '../support/open-ledger.ts'
import { expectAgreement } from './agree.ts'
import { instantOf } from './expectation.ts'
import type { Intent } from './intents/intent.ts'
import { pick } from './intents/pick.ts'
import { type Model, toInstant } from './model.ts'
import { keyOf, perform } from './request.ts'
import { type Came, compareDryRun, settle } from './settle.ts'

/** What the model is held against, and how often what came of it. */
export interface Real extends LedgerUnderTest {
  readonly tally: Map<Came, number>
}

/** A step of a run. After it the two agree on everything that can be read. */
export abstract class Step implements fc.AsyncCommand<Model, Real> {
  #told = 'not run'

  check(): boolean {
    return true
  }

  async run(model: Model, real: Real): Promise<void> {
    const book = real.ledger.book(model.book)
    model.calls += 1
    for (const came of await this.take(model, book, real))
      real.tally.set(came, (real.tally.get(came) ?? 0) + 1)
    await expectAgreement(model, book)
    // Reading a whole book takes long. Nothing in it is ever mended, so what is wrong now is wrong some steps later.
    if (model.calls % 10 === 0) assertInvariants(await real.contents(model.book))
  }

  toString(): string {
    return this.#told
  }

  /** Says what the step turned out to be, for the report of a failure. */
  protected tell(what: string, details: unknown): void {
    this.#told = `${what} ${inspect(details, { depth: 8, breakLength: Number.POSITIVE_INFINITY })}`
  }

  protected abstract take(model: Model, book: Book, real: Real): Promise<readonly Came[]>
}

/** One call: for good, or dry. */
export class Call extends Step {
  readonly #intent: Intent
  readonly #isDry: boolean

  constructor(intent: Intent, isDry: boolean) {
    super()
    this.#intent = intent
    this.#isDry = isDry
  }

  protected async take(model: Model, book: Book): Promise<readonly Came[]> {
    const request = this.#intent(model, `key-${model.calls}`)
    this.tell(this.#isDry ? 'dry run' : 'call', request)
    const at = instantOf(model, [request])
    const answer = await perform(book, request, { dryRun: this.#isDry })
    return [this.#isDry ? compareDryRun(model, request, answer, at) : settle(model, request, answer, at)]
  }
}

/** A call under a key that somebody has used: the same call again, or another one. */
export class UsedKey extends Step {
  readonly #which: number
  readonly #other: Intent | undefined

  constructor(which: number, other: Intent | undefined) {
    super()
    this.#which = which
    this.#other = other
  }

  protected async take(model: Model, book: Book): Promise<readonly Came[]> {
    const used = pick([...model.keys.values()], this.#which)?.request
    if (used === undefined) return []
    const request = this.#other?.(model, keyOf(used) ?? '') ?? used
    this.tell('call under a used key', request)
    const at = instantOf(model, [request])
    return [settle(model, request, await perform(book, request), at)]
  }
}

/** The clock goes on, or is set back. */
export class MoveClock extends Step {
  readonly #ms: number

  constructor(ms: number) {
    super()
    this.#ms = ms
  }

  protected async take(model: Model, _book: Book, { clock }: Real): Promise<readonly Came[]> {
    this.tell('clock moves by', this.#ms)
    clock.set(new Date(clock.now().getTime() + this.#ms))
    model.clock = toInstant(clock.now())
    return []
  }
}
