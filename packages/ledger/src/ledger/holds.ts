import { parseInput } from '../books/parse-input.ts'
import { holdAsRead } from '../engine/as-read.ts'
import { type CapturedHold, type CaptureHold, captureHoldInput } from '../holds/capture-hold.ts'
import { type ExtendHold, extendHoldInput } from '../holds/extend-hold.ts'
import type { Hold } from '../holds/hold.ts'
import { holdNotFound } from '../holds/known-holds.ts'
import { type ChangedHold, type PlaceHold, placeHoldInput } from '../holds/place-hold.ts'
import { type VoidHold, voidHoldInput } from '../holds/void-hold.ts'
import { type HoldId, parseHoldId } from '../ids.ts'
import { type BookContext, write } from './book-context.ts'
import type { SubmitOptions, Written } from './submit.ts'

/** The holds of one book. */
export class Holds<Code extends string = string, Kind extends string = string> {
  readonly #context: BookContext

  constructor(context: BookContext) {
    this.#context = context
  }

  /** Holds an amount on an account: usable falls at once, posted does not. */
  async place<const C extends Code>(
    input: PlaceHold<C>,
    options?: SubmitOptions,
  ): Promise<Written<ChangedHold>> {
    const read = parseInput(placeHoldInput, input, 'A hold to place')
    return write<ChangedHold>(this.#context, { type: 'place-hold', input: read }, options)
  }

  /** Turns all or part of a hold into a journal; may be called until nothing is left of it. */
  async capture(input: CaptureHold<Code, Kind>, options?: SubmitOptions): Promise<Written<CapturedHold>> {
    const read = parseInput(captureHoldInput, input, 'A capture')
    return write<CapturedHold>(this.#context, { type: 'capture-hold', input: read }, options)
  }

  /** Ends a hold without a journal. */
  async void(input: VoidHold, options?: SubmitOptions): Promise<Written<ChangedHold>> {
    const read = parseInput(voidHoldInput, input, 'A hold to void')
    return write<ChangedHold>(this.#context, { type: 'void-hold', input: read }, options)
  }

  /** Gives an open hold another end. */
  async extend(input: ExtendHold, options?: SubmitOptions): Promise<Written<ChangedHold>> {
    const read = parseInput(extendHoldInput, input, 'A hold to extend')
    return write<ChangedHold>(this.#context, { type: 'extend-hold', input: read }, options)
  }

  /** A hold as it stands now: one whose time has come is expired, whether or not that was written down. */
  async get(id: HoldId | string): Promise<Hold> {
    const { book, reader } = this.#context
    const stored = await reader.hold(book, parseHoldId(id))
    if (stored === undefined) throw holdNotFound(book, parseHoldId(id))
    return holdAsRead(stored)
  }
}
