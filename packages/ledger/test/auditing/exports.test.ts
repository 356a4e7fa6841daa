import { createHash } from 'node:crypto'
import { useDatabase } from '@evenkeel/test-support'
import { array as arrayOf, assert, constantFrom, property, string } from 'fast-check'
import { Pool } from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { beancountAccount } from '../../src/export/dialects/beancount-names.ts'
import { csv } from '../../src/export/dialects/csv.ts'
import { type ExportFormat, exportBook, type Manifest } from '../../src/export/index.ts'
import { toInstant } from '../../src/instant.ts'
import { fromPgPool } from '../../src/pg/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { oddSession } from '../support/odd-session.ts'
import { installed, judge, notInstalled, programs } from './support/accounting-programs.ts'
import { auditedBook } from './support/audited-ledger.ts'
import { tamperable } from './support/tamperable.ts'

const { pool, url } = await useDatabase(ledgerSchema)
await auditedBook(pool, 'main')

interface Exported {
  readonly text: string
  readonly manifest: Manifest
}

async function exported(
  format: ExportFormat,
  period: { from?: string; to?: string } = {},
  through = pool,
): Promise<Exported> {
  let text = ''
  const write = (piece: string): void => {
    text += piece
  }
  const manifest = await exportBook(fromPgPool(through), { book: 'main', format, ...period, write })
  return { text, manifest }
}

describe.for(programs)('$name', (program) => {
  it.for([
    ['all there is', {}],
    ['what came later, with opening balances', { from: '2026-01-01T00:02:00Z' }],
    ['what came earlier', { to: '2026-01-01T00:00:02Z' }],
    ['a period in which nothing happened', { from: '2026-02-01T00:00:00Z', to: '2026-03-01T00:00:00Z' }],
  ] as const)('accepts %s', async ([, period], { skip }) => {
    skip(!installed.includes(program), notInstalled(program))

    const { text } = await exported(program.format, period)

    expect(await judge(program, text), text).toBeNull()
  })
})

it('counts what it writes, and tells the sum of its bytes', async () => {
  const { text, manifest } = await exported('hledger')

  expect(manifest).toMatchObject({ book: 'main', accounts: 13, journals: 8, entries: 24 })
  expect(manifest.sha256).toBe(createHash('sha256').update(text).digest('hex'))
  expect(manifest.totals.every(({ debit, credit }) => debit === credit)).toBe(true)
})

it.each(['hledger', 'beancount', 'ledger', 'csv', 'jsonl'] as const)(
  'tells a book in %s alike, whatever way a session has to write dates',
  async (format) => {
    const odd = new Pool({ connectionString: url, options: oddSession })
    onTestFinished(() => odd.end())

    const { text } = await exported(format, {}, odd)

    expect(text).toBe((await exported(format)).text)
  },
)

it('splits a book into periods that come to the whole: each opens where the one before closed', async () => {
  const middle = '2026-01-01T00:00:02Z'
  const balancesOf = ({ text }: Exported, type: string): unknown[] =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter((line) => line.type === type && line.posted !== '0')
      .map(({ account, posted }) => [account, posted])

  const [first, second, whole] = [
    await exported('jsonl', { to: middle }),
    await exported('jsonl', { from: middle }),
    await exported('jsonl'),
  ]

  expect(balancesOf(second, 'opening')).toEqual(balancesOf(first, 'closing'))
  expect(balancesOf(second, 'closing')).toEqual(balancesOf(whole, 'closing'))
  expect(first.manifest.entries + second.manifest.entries).toBe(whole.manifest.entries)
})

it('refuses to vouch for a book whose totals disagree', async () => {
  const { corrupt, restore } = await tamperable(pool)
  await corrupt(`UPDATE ledger.account SET posted = posted + 1 WHERE code = 'alice'`)

  const refusal = await exported('csv').catch((error: unknown) => error)
  await restore()

  expect(refusal).toMatchObject({ code: 'books_unbalanced', family: 'InvariantError' })
  expect(String(refusal)).toContain('the closing balances in ZAR add up to -1')
})

it('refuses a book that is not there, and a period that ends before it begins', async () => {
  const write = (): void => undefined
  const ask = (book: string, period: object): Promise<unknown> =>
    exportBook(fromPgPool(pool), { book, format: 'csv', write, ...period }).catch((error: unknown) => error)

  expect(await ask('nowhere', {})).toMatchObject({ code: 'book_not_found' })
  expect(await ask('main', { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' })).toMatchObject({
    code: 'invalid_input',
  })
})

it('writes no cell that a spreadsheet would take for a formula', async () => {
  const { text } = await exported('csv')

  expect(text.split('\r\n').flatMap((row) => row.split(','))).not.toContainEqual(
    expect.stringMatching(/^"?[=+@]/),
  )
})

it.for(['=1+1', '  =1+1', '\t@SUM(A1)', '＝1+1'])(
  'leads the text %j by an apostrophe, which makes it text',
  (description) => {
    const told = { id: 'id', key: 'key', kind: 'gift', description, reference: null, metadata: {} }
    const when = {
      effective_at: toInstant('2026-01-01T00:00:00.000Z'),
      recorded_at: toInstant('2026-01-01T00:00:00.000Z'),
    }
    const place = { reverses: null, captures: null, batch: '1', position: 0 }
    const account = { account: 'cash', type: 'asset', currency: 'ZAR', scale: 2 } as const
    const entry = {
      ...account,
      line: 1,
      side: 'debit',
      amount: '1',
      posted: '1',
      held: '0',
      version: '1',
    } as const

    const row = csv.journal({ ...told, ...when, ...place, entries: [entry] })

    expect(row).toContain(`'${description}`)
  },
)

const segment = string({ unit: constantFrom(...'aAbB10-_.'), minLength: 1, maxLength: 4 })
const code = arrayOf(segment, { minLength: 1, maxLength: 3 }).map((segments) => segments.join(':'))

it('gives no two accounts one name in beancount, and puts none inside another', async () => {
  await assert(
    property(code, code, (one, other) => {
      const [first, second] = [beancountAccount('asset', one), beancountAccount('asset', other)]

      expect(first).toMatch(/^Assets(:[A-Z0-9][A-Za-z0-9-]*)+$/)
      expect(first === second).toBe(one === other)
      expect(second.startsWith(`${first}:`)).toBe(false)
    }),
    { numRuns: 20_000 },
  )
})
