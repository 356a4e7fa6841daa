import * as fc from 'fast-check'
import type { EntryCondition, EntryInput, PostJournal } from '../../../src/index.ts'
import { expectationOf, instantOf } from '../expectation.ts'
import { accountOf, balanceAt, currencies, type Model } from '../model.ts'
import type { PostRequest, Request } from '../request.ts'
import { anyCode, growsOnDebit } from './accounts.ts'
import { type AmountWish, amountOf, amountWish } from './amounts.ts'
import { factsWish } from './facts.ts'
import type { Intent } from './intent.ts'

/** Value on its way from what is credited to what is debited. */
interface Move {
  readonly debit: string
  readonly credit: string
  readonly amount: AmountWish
}

const move: fc.Arbitrary<Move> = fc.record({ debit: anyCode, credit: anyCode, amount: amountWish })

interface ConditionWish {
  readonly entry: number
  readonly name: keyof EntryCondition
  readonly off: number
  readonly isForeign: boolean
}

const conditionWish: fc.Arbitrary<ConditionWish> = fc.record({
  entry: fc.nat(5),
  name: fc.constantFrom('ifVersion', 'postedAtLeast', 'postedAtMost', 'usableAtLeast', 'usableAtMost'),
  off: fc.constantFrom(0, 0, 0, 1, -1),
  isForeign: fc.oneof(
    { weight: 12, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
})

/** Now and then a journal that is wrong in itself. */
const flaw = fc.oneof(
  { weight: 25, arbitrary: fc.constant('none' as const) },
  { weight: 1, arbitrary: fc.constantFrom('unbalanced' as const, 'foreign amount' as const) },
)

/** A journal of two to six entries, in one currency or two, in any order. */
export const posting: fc.Arbitrary<Intent<PostRequest>> = fc
  .record({
    moves: fc.array(move, { minLength: 1, maxLength: 3 }),
    facts: factsWish,
    conditions: fc.option(conditionWish, { freq: 3 }),
    isTurned: fc.boolean(),
    flaw,
  })
  .map(({ moves, facts, conditions, isTurned, flaw }) => (model, key) => {
    const entries = moves.flatMap((wish) => entriesOf(model, wish))
    const inOrder = flawed(isTurned ? entries.toReversed() : entries, flaw)
    const input = { key, kind: 'payment', ...facts(model), entries: inOrder }
    return { act: 'post', input: conditions === null ? input : withCondition(model, input, conditions) }
  })

function entriesOf(model: Model, { debit, credit, amount: wish }: Move): EntryInput[] {
  const currency = debit.slice(-3)
  // Accounts of two currencies cannot pay each other; the second is then the first currency's bank.
  const other = credit.endsWith(currency) && credit !== debit ? credit : `bank:${currency}`
  const [from, to] = growsOnDebit(debit) ? [other, debit] : [debit, other]
  const amount = { amount: amountOf(model, wish, from, to), currency }
  return [
    { account: debit, side: 'debit', amount },
    { account: other, side: 'credit', amount },
  ]
}

function flawed(
  entries: readonly EntryInput[],
  flaw: 'none' | 'unbalanced' | 'foreign amount',
): EntryInput[] {
  return entries.map((entry, i) => {
    const { amount, currency } = entry.amount
    if (flaw === 'unbalanced' && i === 0) return { ...entry, amount: { amount: amount + 1n, currency } }
    if (flaw === 'foreign amount') return { ...entry, amount: { amount, currency: 'EUR' } }
    return entry
  })
}

/** Asks for something that is just so, or just not so, after the journal. */
function withCondition(model: Model, input: PostJournal, wish: ConditionWish): PostJournal {
  const at = wish.entry % input.entries.length
  const named = input.entries[at]?.account ?? ''
  const condition = conditionFor(model, { act: 'post', input }, named, wish)
  return { ...input, entries: input.entries.map((entry, i) => (i === at ? { ...entry, condition } : entry)) }
}

function conditionFor(
  model: Model,
  request: PostRequest,
  code: string,
  { name, off, isForeign }: ConditionWish,
): EntryCondition {
  const account = accountOf(model, code)
  if (account === undefined) return { ifVersion: 0 }
  const at = instantOf(model, [request satisfies Request])
  if (name === 'ifVersion') {
    return { ifVersion: Math.max(0, balanceAt(model, account, at).version + off) }
  }
  const after = balanceAt(expectationOf(model, request, at).model, account, at)
  const { amount } = name.startsWith('posted') ? after.posted : after.usable
  const currency = isForeign ? (currencies.codes[0] ?? 'EUR') : account.currency
  return { [name]: { amount: amount + BigInt(off), currency } }
}
