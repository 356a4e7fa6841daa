import { useDatabase } from '@evenkeel/test-support'
import { fc, test } from '@fast-check/vitest'
import { afterAll, describe, expect, it } from 'vitest'
import { fromPg } from '../../src/pg/index.ts'
import { type Columns, rowsAs, rowsIn } from '../../src/postgres/row-source.ts'
import { type FlightValue, rowsOf } from '../../src/postgres/sql-connection.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'

const { pool } = await useDatabase(ledgerSchema)
const client = await pool.connect()
afterAll(() => client.release())
const connection = fromPg(client)

interface Row {
  readonly id?: string
  readonly line?: number
  readonly version?: number
  readonly amount?: bigint
  readonly note?: string
  readonly metadata?: object
  readonly at?: string
}

const columns: Columns<Row> = {
  id: ['uuid', ({ id }) => id],
  line: ['integer', ({ line }) => line],
  version: ['bigint', ({ version }) => version],
  amount: ['numeric', ({ amount }) => amount],
  note: ['text', ({ note }) => note],
  metadata: ['jsonb', ({ metadata }) => metadata],
  at: ['timestamptz', ({ at }) => at],
}

/** The rows as PostgreSQL has them once it has taken them. */
async function taken(rows: readonly Row[], carryBytes: boolean): Promise<unknown[]> {
  const values: FlightValue[] = []
  const source = rowsIn(values, rowsAs('given', columns, rows), { carryBytes })
  const text = `SELECT to_json(given)::text AS row FROM ${source}`
  const results = await connection.flight?.([{ text, values }])
  return results === undefined || results[0] === undefined ? [] : rowsOf(results[0])
}

const keepable = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0') && text.isWellFormed())
const row = fc.record(
  {
    id: fc.uuid(),
    line: fc.integer(),
    version: fc.maxSafeInteger(),
    amount: fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }),
    note: fc.oneof(keepable, fc.constantFrom('', '{', 'NULL', '"', '\\', 'a,b', '🙂')),
    metadata: fc.dictionary(keepable, fc.oneof(keepable, fc.integer(), fc.boolean(), fc.constant(null))),
    at: fc
      .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  },
  { requiredKeys: [] },
)

describe('rows in arrays of binary form', () => {
  test.prop([fc.array(row, { maxLength: 20 })])('are those that JSON brings', async (rows) => {
    expect(await taken(rows, true)).toEqual(await taken(rows, false))
  })

  it('keep numbers of 38 digits, whatever their groups of four', async () => {
    const amounts = Array.from({ length: 38 }, (_, n) => 10n ** BigInt(n)).flatMap((power) => [
      power,
      -power,
      power - 1n,
    ])

    const found = await connection.flight?.([sumOf(amounts)])

    expect(found?.[0]?.rows).toEqual([{ row: `"${amounts.reduce((sum, amount) => sum + amount)}"` }])
  })
})

function sumOf(amounts: readonly bigint[]): { text: string; values: FlightValue[] } {
  const values: FlightValue[] = []
  const rows = rowsAs<bigint>('given', { amount: ['numeric', (amount) => amount] }, amounts)
  const source = rowsIn(values, rows, { carryBytes: true })
  return { text: `SELECT to_json(sum(amount)::text)::text AS row FROM ${source}`, values }
}
