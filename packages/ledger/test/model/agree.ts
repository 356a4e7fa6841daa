import { expect } from 'vitest'
import type { Book } from '../../src/index.ts'
import { holdAt, instantFor, isOver, type Model, viewAt } from './model.ts'

/** Reads the whole book through the front door and holds it against the model's. */
export async function expectAgreement(model: Model, book: Book): Promise<void> {
  for (const account of model.accounts) {
    const at = instantFor(model, [account.code])
    const open = model.holds.filter((hold) => hold.account === account.code && hold.status === 'open')

    const read = await book.accounts.withHolds(account.code)

    expect(read.account).toEqual(viewAt(model, account, at))
    expect(byId(read.openHolds)).toEqual(byId(open.filter((hold) => !isOver(hold, at))))
  }
  for (const hold of model.holds) {
    expect(await book.holds.get(hold.id)).toEqual(holdAt(hold, instantFor(model, [hold.account])))
  }
  const journals = await Promise.all(model.journals.map(({ id }) => book.journal(id)))
  expect(journals).toEqual(model.journals)
}

function byId<T extends { readonly id: string }>(values: readonly T[]): T[] {
  return [...values].sort((a, b) => (a.id < b.id ? -1 : 1))
}
