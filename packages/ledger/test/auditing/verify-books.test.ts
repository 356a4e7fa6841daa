import { useDatabase } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { verifyBooks } from '../../src/auditing/index.ts'
import { fromPgPool } from '../../src/pg/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { oddSession } from '../support/odd-session.ts'
import { auditedBook } from './support/audited-ledger.ts'

const { pool, url } = await useDatabase(ledgerSchema)
await auditedBook(pool, 'main')

it('has nothing to find in a book that is whole', async () => {
  const { verifies, findings, checked } = await verifyBooks(fromPgPool(pool))

  expect(findings).toEqual([])
  expect(verifies).toBe(true)
  expect(checked).toMatchObject({ books: 1, accounts: 13, journals: 8, holds: 4 })
})

it('walks along every row once, whatever way a session has to write dates', async () => {
  const odd = new Pool({ connectionString: url, options: oddSession })
  onTestFinished(() => odd.end())
  const plain = await verifyBooks(fromPgPool(pool))

  const { findings, checked } = await verifyBooks(fromPgPool(odd), { sliceRows: 1 })

  expect(findings).toEqual([])
  expect(checked).toEqual(plain.checked)
})
