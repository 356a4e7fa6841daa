import { race, useDatabase } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { afterAll, expect, it } from 'vitest'
import { createLedger, RejectedError } from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { assertInvariants, postgresContents } from '../../src/testing/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { openWith, transfer, zar } from './support/pocket-money.ts'
import { watchedPool } from './support/watched-pool.ts'

// One ledger keeps its own calls for one account apart, so that PostgreSQL has nothing to serialize. As many ledgers as
// callers do not know of each other.

const { url } = await useDatabase(ledgerSchema)
const pool = new Pool({ connectionString: url, max: 20 })
afterAll(() => pool.end())

it('callers in twenty ledgers under SERIALIZABLE share one balance exactly, whatever PostgreSQL makes them repeat', async () => {
  const watched = watchedPool(pool)
  const ledgers = Array.from({ length: 20 }, () =>
    createLedger({ pool: watched, isolation: 'serializable', groupCommit: { patienceMs: 30_000 } }),
  )
  const books = ledgers.map((ledger) => ledger.book('main'))
  const [first] = books
  if (first === undefined) throw new Error('There are twenty.')
  await openWith(first, { alice: zar('5.00'), bob: zar('0.00') })

  const { values, errors } = await race(20, (i) =>
    (books[i] ?? first).post({ key: `p${i}`, kind: 'x', entries: transfer('alice', 'bob', zar('0.70')) }),
  )

  expect(values).toHaveLength(7)
  expect(errors).toEqual(errors.map(() => expect.any(RejectedError)))
  expect(watched.refused).toContain('40001')
  assertInvariants(await postgresContents(fromPg(pool), 'main'))
  await Promise.all(ledgers.map((ledger) => ledger.close()))
})
