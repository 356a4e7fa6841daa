import { useDatabase } from '@evenkeel/test-support'
import { describe, expect, it } from 'vitest'
import { type ExportFormat, exportBook, type Manifest } from '../../src/export/index.ts'
import { fromPgPool } from '../../src/pg/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { installed, judge, programs } from './support/accounting-programs.ts'
import { auditedBook } from './support/audited-ledger.ts'

const { pool } = await useDatabase(ledgerSchema)
await auditedBook(pool, 'main')

async function exported(
  format: ExportFormat,
  period: { from?: string; to?: string } = {},
): Promise<{ text: string; manifest: Manifest }> {
  let text = ''
  const manifest = await exportBook(fromPgPool(pool), {
    ...{ book: 'main', format, ...period },
    write: (piece) => {
      text += piece
    },
  })
  return { text, manifest }
}

describe.for(programs)('$name', (program) => {
  it.skipIf(!installed.includes(program))('accepts a book in which everything has happened', async () => {
    const { text } = await exported(program.format)

    expect(await judge(program, text)).toBeNull()
  })
})
