import { useDatabase } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { verifyBooks } from '../../src/auditing/index.ts'
import { fromPgPool } from '../../src/pg/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { auditedBook } from './support/audited-ledger.ts'

const { pool } = await useDatabase(ledgerSchema)
await auditedBook(pool, 'main')

it('has nothing to find in a book that is whole', async () => {
  const { verifies, findings, checked } = await verifyBooks(fromPgPool(pool))

  expect(findings).toEqual([])
  expect(verifies).toBe(true)
  expect(checked).toMatchObject({ books: 1, accounts: 13, journals: 8, holds: 4 })
})
