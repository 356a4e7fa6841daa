import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { useDatabase } from '@evenkeel/test-support'
import { afterAll, describe, expect, it } from 'vitest'
import { verifyBooks } from '../../src/auditing/index.ts'
import { type ExportFormat, exportBook } from '../../src/export/index.ts'
import { fromPg, fromPgPool } from '../../src/pg/index.ts'
import { postgresContents } from '../../src/testing/index.ts'
import { checkInvariants } from '../../src/verify/check-invariants.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { beancount, hledger, installed, judge, notInstalled, run } from './support/accounting-programs.ts'
import { auditedBook } from './support/audited-ledger.ts'
import { corruptions } from './support/corruptions.ts'
import { tamperable } from './support/tamperable.ts'

const { pool, url } = await useDatabase(ledgerSchema)
await auditedBook(pool, 'main')
const { corrupt, restore } = await tamperable(pool)
const noPsql = 'psql is not installed'
const hasPsql = (await run(['psql', '--version'])).isThere
const verifySql = join(
  fileURLToPath(new URL('../../../../', import.meta.url)),
  'migrations/ledger/verify.sql',
)

it('verify.sql has nothing to say of a book that is whole', async ({ skip }) => {
  skip(!hasPsql, noPsql)
  const { exitCode, output } = await run(['psql', url, '-X', '-q', '-f', verifySql])

  expect(output).toMatch(/The books verify\.\n$/)
  expect(output).not.toContain('ERROR')
  expect(exitCode).toBe(0)
})

/** How many ways each program has seen, for whoever reads the run. */
const seen = new Map<string, number>()
afterAll(() =>
  console.log(`Of ${corruptions.length} corruptions: ${[...seen].map(([by, n]) => `${by} ${n}`).join(', ')}`),
)

describe.for(corruptions)('$what', ({ sql, seenBy, isOutsideContents = false, isReadable = true }) => {
  it('is found by verify', async () => {
    await corrupt(sql)
    const { found, findings } = await verifyBooks(fromPgPool(pool), { sliceRows: 3 })
    await restore()

    expect(found).toBeGreaterThan(0)
    note('verify', findings.length > 0)
  })

  it('is found by the checker of whole books too', async ({ skip }) => {
    skip(isOutsideContents, 'the contents of a book do not tell of it')
    await corrupt(sql)
    const found = checkInvariants(await postgresContents(fromPg(pool), 'main'))
    await restore()

    expect(found.length).toBeGreaterThan(0)
  })

  it('is found by verify.sql', async ({ skip }) => {
    skip(!hasPsql, noPsql)
    await corrupt(sql)
    const { exitCode, output } = await run(['psql', url, '-X', '-q', '-f', verifySql])
    await restore()

    expect(output).toMatch(/^The books do not verify\. Findings: \d+/m)
    if (isReadable) expect(output).toContain('could not be made: 0')
    expect(exitCode).toBe(3)
    note('verify.sql', true)
  })

  for (const program of [hledger, beancount]) {
    it(`is ${seenBy.some((name) => name === program.name) ? '' : 'not '}seen by ${program.name}`, async ({
      skip,
    }) => {
      skip(!installed.includes(program), notInstalled(program))
      await corrupt(sql)
      const verdict = await judge(program, await textOf(program.format))
      await restore()

      note(program.name, verdict !== null)
      expect(verdict !== null).toBe(seenBy.some((name) => name === program.name))
    })
  }
})

function note(by: string, isSeen: boolean): void {
  if (isSeen) seen.set(by, (seen.get(by) ?? 0) + 1)
}

/** The whole text, also where the export refuses to vouch for it at the end. */
async function textOf(format: ExportFormat): Promise<string> {
  let text = ''
  const write = (piece: string): void => {
    text += piece
  }
  await exportBook(fromPgPool(pool), { book: 'main', format, write }).catch(() => undefined)
  return text
}
