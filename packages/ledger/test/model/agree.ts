import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import type { Book } from '../../src/index.ts'
import { holdAt, instantFor, isOver, type Model, viewAt } from './model.ts'

/** Reads the whole book through the front door and holds it against the model's. */
export async function expectAgreement(model: Model, book: Book): Promise<void> {
  for (const account of model.accounts) {
    const at = instantFor(model, [account.code])
    const open = model.holds.filter((hold) => hold.account === account.code && hold.status === 'open')

    const read = await book.accounts.withHolds(account.code)

    expectSame(read.account, viewAt(model, account, at))
    expectSame(byId(read.openHolds), byId(open.filter((hold) => !isOver(hold, at))))
  }
  for (const hold of model.holds) {
    expectSame(await book.holds.get(hold.id), holdAt(hold, instantFor(model, [hold.account])))
  }
  const journals = await Promise.all(model.journals.map(({ id }) => book.journal(id)))
  expectSame(journals, model.journals)
}

/** Vitest explains a difference well and takes long to find none, which is how it ends a million times. */
export function expectSame(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected)
}

function byId<T extends { readonly id: string }>(values: readonly T[]): T[] {
  return [...values].sort((a, b) => (a.id < b.id ? -1 : 1))
}
