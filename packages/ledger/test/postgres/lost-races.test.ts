import { race, useDatabase } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { type Book, createLedger } from '../../src/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { openWith, transfer, zar } from './support/pocket-money.ts'
import { watchedPool } from './support/watched-pool.ts'

// Journals with one reference may share no account; then nothing but the unique index stands between them.

const { pool } = await useDatabase(ledgerSchema)
const watched = watchedPool(pool)
const open = (): Book => createLedger({ pool: watched, groupCommit: { patienceMs: 30_000 } }).book('main')
const main = open()
const pairs = Array.from({ length: 20 }, (_, i) => [`from-${i}`, `to-${i}`] as const)
await openWith(
  main,
  Object.fromEntries(
    pairs.flatMap(([from, to]) => [
      [from, zar('9.00')],
      [to, zar('0.00')],
    ]),
  ),
)

it('posts one of many journals with one reference that share no account', async () => {
  const { values, errors } = await race(pairs.length, (i) => {
    const [from, to] = pairs[i] ?? ['', '']
    return open().post({
      key: `one${i}`,
      kind: 'x',
      reference: 'order:1',
      entries: transfer(from, to, zar('1.00')),
    })
  })

  expect(values).toHaveLength(1)
  expect(errors).toEqual(errors.map(() => expect.objectContaining({ code: 'reference_taken' })))
})

it('never lets two batches wait for each other over their references', async () => {
  watched.refused.length = 0
  const references = ['order:2', 'order:3', 'order:4', 'order:5']

  const { errors } = await race(pairs.length, (i) => {
    const [from, to] = pairs[i] ?? ['', '']
    const journals = references.map((reference) => ({
      ...{ key: `batch${i}:${reference}`, kind: 'x', reference },
      entries: transfer(from, to, zar('1.00')),
    }))
    return open().post(i % 2 === 0 ? journals : journals.toReversed(), { mode: 'independent' })
  })

  // A loser is told by the index and tries again. A deadlock would have cost a second, and a lucky victim.
  expect(errors).toEqual([])
  expect(watched.refused).not.toContain('40P01')
})
