import type { Hold } from '../../holds/hold.ts'
import type { JournalId } from '../../ids.ts'
import type { Journal } from '../../journals/journal.ts'
import type { Book } from '../../ledger/book.ts'
import { unchecked } from '../../money/money.ts'
import type { HoldPlan, Step } from './scenario.ts'

/** What every write answers with, as far as a scenario goes on from it. */
export interface Answer {
  readonly replayed: boolean
  readonly journal?: Journal
  readonly hold?: Hold
}

/** What a scenario has brought about so far, for its later steps to name. */
export interface Known {
  readonly book: Book
  readonly journals: JournalId[]
  readonly holds: { readonly hold: Hold; readonly plan: HoldPlan }[]
}

/** The call that a step makes, to be sent as often as one likes; nothing where there is nothing to act on. */
export function callOf(known: Known, step: Step, key: string): (() => Promise<Answer>) | undefined {
  const { book } = known
  switch (step.do) {
    case 'post':
    case 'post wrongly':
      return () => book.post({ ...step.journal, key })
    case 'freeze':
      return () => book.accounts.freeze({ key, account: step.account })
    case 'unfreeze':
      return () => book.accounts.unfreeze({ key, account: step.account })
    case 'hold':
      return place(book, step, key)
    case 'reverse': {
      const journal = counted(known.journals, step.which)
      return journal && (() => book.reverse({ key, journal, kind: step.kind }))
    }
    case 'capture':
    case 'void':
    case 'extend':
      return endOrExtend(known, step, key)
    case 'repeat':
    case 'wait':
      return undefined
  }
}

function place(
  book: Book,
  { plan, expiresIn }: Extract<Step, { readonly do: 'hold' }>,
  key: string,
): () => Promise<Answer> {
  const { account, amount } = plan
  return () => book.holds.place({ key, account, amount, ...(expiresIn !== null && { expiresIn }) })
}

function endOrExtend(
  { book, holds }: Known,
  step: Extract<Step, { readonly do: 'capture' | 'void' | 'extend' }>,
  key: string,
): (() => Promise<Answer>) | undefined {
  const held = counted(holds, step.which)
  if (held === undefined) return undefined
  const { id, amount } = held.hold
  if (step.do === 'void') return () => book.holds.void({ key, hold: id })
  if (step.do === 'extend') return () => book.holds.extend({ key, hold: id, expiresIn: step.expiresIn })

  const part = unchecked((amount.amount * BigInt(step.percent) + 99n) / 100n, amount.currency)
  const { kind, to } = held.plan
  return () => book.holds.capture({ key, hold: id, kind, to: [[to, part]], releaseRest: step.releaseRest })
}

/** The nth of those there are, counted round. */
export function counted<T>(things: readonly T[], n: number): T | undefined {
  return things[n % Math.max(1, things.length)]
}
