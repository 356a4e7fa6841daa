import { fakeClock, samples } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currencyTable, defineAsset } from '../../src/index.ts'
import { csvLine } from '../../src/reading/csv-line.ts'
import { memoryLedger } from '../../src/testing/index.ts'
import { transfer, zar } from '../support/ledger-fixture.ts'

describe('a line of CSV', () => {
  it('is read back cell by cell, whatever is in it', async () => {
    const property = fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2 }), (cells) => {
      const read = parseCsv(csvLine(cells))

      expect(read).toHaveLength(1)
      expect(read[0]?.map((cell, i) => (cell === `'${cells[i]}` ? cells[i] : cell))).toEqual(cells)
    })

    await fc.assert(property, { numRuns: samples({ quick: 500, long: 100_000 }) })
  })

  it('never begins a cell as a formula', async () => {
    const sign = fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      '＝',
      '＋',
      '－',
      '＠',
      ' =',
      ' +',
      '%',
      '|',
    )
    const property = fc.property(fc.tuple(sign, fc.string({ unit: 'binary' })), ([first, rest]) => {
      const [[cell = ''] = []] = parseCsv(csvLine([`${first}${rest}`, '']))

      expect(cell).toMatch(/^'|^-\d+(\.\d+)?$/)
    })

    await fc.assert(property, { numRuns: samples({ quick: 500, long: 100_000 }) })
  })

  it('leaves numbers, dates and plain text as they are', () => {
    expect(csvLine(['-12.34', '0', '2026-01-01T00:00:00.000Z', 'Rent', 'a-b=c', null])).toBe(
      '-12.34,0,2026-01-01T00:00:00.000Z,Rent,a-b=c,\r\n',
    )
  })

  it.each([
    ['=HYPERLINK("https://evil.example")', `"'=HYPERLINK(""https://evil.example"")"`],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['a,b', '"a,b"'],
    ['two\nlines', '"two\nlines"'],
  ])('writes %s as %s', (text, written) => {
    expect(csvLine([text])).toBe(`${written}\r\n`)
  })
})

describe('an account as CSV', () => {
  it('has all of its entries, with amounts in the digits of their currency', async () => {
    const asset = defineAsset({ code: 'POINTS', scale: 3 })
    const currencies = currencyTable({ assets: [asset] })
    const ledger = memoryLedger({ clock: fakeClock(), currencies })
    const book = ledger.book('main')
    for (const code of ['a', 'b'])
      await book.accounts.open({ code, type: 'asset', currency: 'POINTS', floor: 'none' })
    const amount = { amount: 1_234_567n, currency: 'POINTS' }
    const description = '=1+1'
    await book.post({
      key: 'p1',
      kind: 'x',
      description,
      metadata: { n: 1 },
      entries: transfer('a', 'b', amount),
    })

    const history = parseCsv(await whole(book.historyCsv({ account: 'a' })))
    const statement = parseCsv(await whole(book.statementCsv({ account: 'b' })))

    const [header = [], ...lines] = history
    expect(lines).toHaveLength(1)
    const line = Object.fromEntries(header.map((name, i) => [name, lines[0]?.[i]]))
    expect(line).toMatchObject({
      ...{
        kind: 'x',
        description: "'=1+1",
        currency: 'POINTS',
        debit: '1234.567',
        credit: '',
        posted: '1234.567',
      },
      ...{ held: '0.000', usable: '1234.567', version: '1', metadata: '{"n":1}' },
    })
    expect(statement.map((cells) => [cells[0], cells.at(-1)])).toEqual([
      ...[
        ['line', 'running'],
        ['opening', '0.000'],
        ['entry', '-1234.567'],
        ['closing', '-1234.567'],
      ],
    ])
    expect(new Set(statement.map((cells) => cells.length)).size).toBe(1)
  })

  it('goes through as many pages as there are', async () => {
    const book = memoryLedger().book('main')
    for (const code of ['a', 'b'])
      await book.accounts.open({ code, type: 'asset', currency: 'ZAR', floor: 'none' })
    const journals = Array.from({ length: 1_000 }, (_, n) => ({
      ...{ key: `p${n}`, kind: 'x' },
      entries: transfer('a', 'b', zar('0.01')),
    }))
    await book.post(journals, { mode: 'atomic' })
    await book.post({ key: 'last', kind: 'x', entries: transfer('a', 'b', zar('0.01')) })

    const lines = parseCsv(await whole(book.statementCsv({ account: 'a' })))

    expect(lines).toHaveLength(1 + 1 + 1_001 + 1)
    expect(lines.at(-1)?.at(-1)).toBe('10.01')
  })
})

async function whole(pieces: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}

/** A reader of RFC 4180, written from its grammar alone. */
function parseCsv(text: string): string[][] {
  const lines: string[][] = []
  let cells: string[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy
  for (let match = cell.exec(text); match !== null; match = cell.exec(text)) {
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === ',') continue
    lines.push(cells)
    cells = []
  }
  return lines
}
