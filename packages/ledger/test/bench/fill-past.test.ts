import { freshDatabase } from '@evenkeel/test-support'
import { expect, it, onTestFinished } from 'vitest'
import { audit } from '../../bench/audit.ts'
import { databaseAt } from '../../bench/bench-server.ts'
import { journal, ourLedger, setUpOurs } from '../../bench/contenders/ours.ts'
import { fillPast } from '../../bench/fill-past.ts'
import { verifyBooks } from '../../src/auditing/index.ts'
import { fromPgPool } from '../../src/pg/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'

// Growth and reads are measured on books that plain SQL has filled. Numbers of books that do not verify mean nothing.

it.each(['spread', 'hot'] as const)('fills a book that verifies and goes on, %s', async (layout) => {
  const { url } = await freshDatabase(ledgerSchema)
  const database = databaseAt(url)
  onTestFinished(() => database.close())
  await setUpOurs(database, 8)
  const pool = database.pool(2)

  await fillPast(pool, { layout, journals: 2_500, accounts: 7 })
  await ourLedger(database).book.post(journal(1, 2))

  const { findings, checked } = await verifyBooks(fromPgPool(pool))
  expect(findings).toEqual([])
  const { rows } = await pool.query<{ marks: number }>(
    'SELECT sum(version / 8)::integer AS marks FROM ledger.account',
  )
  expect(checked).toMatchObject({ journals: 2_501, 'shifted entries': 4, standings: rows[0]?.marks })
  await audit(pool)
})
