import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { useDatabase, waitFor } from '@evenkeel/test-support'
import { afterAll, describe, expect, it } from 'vitest'
import { auditedBook } from '../auditing/support/audited-ledger.ts'
import { tamperable } from '../auditing/support/tamperable.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { evenkeelLedger, type Outcome } from './command.ts'

const { pool, url } = await useDatabase(ledgerSchema)
await auditedBook(pool, 'main')
const { corrupt, restore } = await tamperable(pool)
const folder = await mkdtemp(join(tmpdir(), 'evenkeel-cli-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

function ask(...words: string[]): Promise<Outcome> {
  return evenkeelLedger(words, { DATABASE_URL: url })
}

async function idOf(key: string): Promise<string> {
  const { rows } = await pool.query('SELECT id FROM ledger.journal WHERE key = $1', [key])
  return rows[0].id
}

describe('balance', () => {
  it('tells what an account holds now, and as of a time', async () => {
    const now = await ask('balance', 'alice')
    const then = await ask('balance', 'alice', '--as-of', '2026-01-01T00:00:01Z')
    const inBusiness = await ask('balance', 'till_1:JPY', '--effective-at', '2026-01-01')

    expect(now).toMatchObject({ code: 0, stderr: '' })
    expect(now.stdout).toBe('posted  100.00 ZAR\nheld    100.00 ZAR\nusable    0.00 ZAR\nNow, version 15.\n')
    expect(then.stdout).toContain('posted  90.00 ZAR\nheld    40.00 ZAR\nusable  50.00 ZAR\n')
    expect(inBusiness.stdout).toContain('posted  50 JPY\n')
  })

  it('tells programs minor units and decimals', async () => {
    const { stdout } = await ask('balance', 'alice', '--json')

    expect(JSON.parse(stdout)).toMatchObject({
      account: 'alice',
      posted: { amount: '10000', currency: 'ZAR', decimal: '100.00' },
      version: 15,
    })
  })
})

describe('statement', () => {
  it('begins with the opening, ends with the closing, and has every entry between', async () => {
    const { code, stdout } = await ask(
      'statement',
      'alice',
      '--from',
      '2026-01-01T00:01:00Z',
      '--to',
      '2026-02',
    )

    const lines = stdout.split('\n')
    expect(code).toBe(0)
    expect(lines[0]).toBe('Statement of alice, in ZAR')
    expect(lines[3]).toMatch(/^2026-01-01T00:01:00.000Z {2}opening +80\.00$/)
    expect(lines.slice(4, 7).map((line) => /(-?\d+\.\d\d) +(\d+\.\d\d)/.exec(line)?.slice(1))).toEqual([
      ['20.00', '100.00'],
      ['-20.00', '80.00'],
      ['20.00', '100.00'],
    ])
    expect(lines[7]).toMatch(/^2026-02-01T00:00:00.000Z {2}closing +100\.00$/)
  })
})

describe('journal', () => {
  it('draws the accounts of a journal as Ts', async () => {
    const { stdout } = await ask('journal', await idOf('payment'))

    expect(stdout).toContain(`reversed by  ${await idOf('reverse')}\n`)
    expect(stdout.slice(stdout.indexOf('\n\n') + 2)).toBe(
      [
        '            bob                           alice',
        '─────────────┬─────────────    ─────────────┬─────────────',
        '   20.00 ZAR │                              │    20.00 ZAR',
        '      posted 0.00 ZAR               posted 100.00 ZAR',
        '',
      ].join('\n'),
    )
  })
})

describe('trial-balance', () => {
  it('lists all accounts and ends with sums that are the same', async () => {
    const { code, stdout } = await ask('trial-balance')

    expect(code).toBe(0)
    expect(stdout).toMatch(/^alice +ZAR +100\.00$/m)
    expect(stdout).toMatch(/^total +ZAR +100\.00 +100\.00$/m)
    expect(stdout).toMatch(/It balances\.\n$/)
  })

  it('ends with 3 when they are not', async () => {
    await corrupt(`UPDATE ledger.account SET posted = posted + 1 WHERE code = 'bank'`)
    const { code, stdout } = await ask('trial-balance')
    await restore()

    expect(code).toBe(3)
    expect(stdout).toContain('It does not balance.')
  })
})

describe('verify', () => {
  it('ends with 0 and says how much it has checked', async () => {
    const { code, stdout, stderr } = await ask('verify')

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^The books verify\. \d+ rows checked in \d+ s, [\d,]+ rows\/s\.\n$/)
  })

  it('lists what it found and ends with 3', async () => {
    await corrupt(`UPDATE ledger.account SET held = held - 1 WHERE code = 'alice'`)
    const text = await ask('verify')
    const json = await ask('verify', '--json')
    await restore()

    expect([text.code, json.code]).toEqual([3, 3])
    expect(text.stdout).toContain('I4 held of account alice: expected 10000, found 9999\n')
    expect(text.stdout).toContain('The books do not verify: ')
    expect(JSON.parse(json.stdout)).toMatchObject({ verifies: false })
  })

  it('checks what was written since the last run that found nothing', async () => {
    const checkpoint = join(folder, 'checkpoint.json')

    const whole = await ask('verify', '--checkpoint', checkpoint, '--json')
    // A transaction of another file's, open since before what this book was given, has it looked at once more.
    const since = await waitFor(
      async () => {
        const { checked } = JSON.parse((await ask('verify', '--checkpoint', checkpoint, '--json')).stdout)
        return checked.steps === 0 ? checked : undefined
      },
      { within: 50_000, what: 'a run that has nothing to look at' },
    )
    await corrupt(
      `UPDATE ledger.entry SET posted = posted + 1 WHERE version = 1 AND side = 'debit' AND amount = 1234`,
    )
    const tampered = await ask('verify', '--checkpoint', checkpoint, '--json')
    await restore()

    expect(JSON.parse(whole.stdout).checked).toMatchObject({ accounts: 13, journals: 8 })
    expect(since).toMatchObject({ accounts: 0, journals: 0, steps: 0, keys: 0 })
    expect(tampered.code).toBe(3)
    expect(JSON.parse(tampered.stdout)).toMatchObject({ checked: { steps: 1 } })
  })
})

describe('export', () => {
  it('writes the book to stdout and the manifest to stderr', async () => {
    const { code, stdout, stderr } = await ask('export', '--format', 'jsonl')

    const lines = stdout.trimEnd().split('\n')
    const manifest = JSON.parse(stderr)
    expect(code).toBe(0)
    expect(lines.filter((line) => JSON.parse(line).type === 'journal')).toHaveLength(manifest.journals)
    expect(manifest.bytes).toBe(Buffer.byteLength(stdout))
  })

  it('writes a file with its manifest beside it', async () => {
    const file = join(folder, 'book.beancount')

    const { code, stdout, stderr } = await ask('export', '--format', 'beancount', '--output', file)

    const manifest = JSON.parse(await readFile(`${file}.manifest.json`, 'utf8'))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`sha256 ${manifest.sha256}`)
    expect(Buffer.byteLength(await readFile(file))).toBe(manifest.bytes)
  })

  it('ends with 3 and gives the file no name when the totals disagree', async () => {
    const file = join(folder, 'broken.journal')
    await corrupt(`UPDATE ledger.entry SET amount = amount + 1 WHERE line = 1 AND amount = 2000`)
    const { code, stderr } = await ask('export', '--format', 'hledger', '--output', file)
    await restore()

    expect(code).toBe(3)
    expect(stderr).toContain('not to be relied on')
    await expect(readFile(file)).rejects.toThrow('ENOENT')
    expect(await readFile(`${file}.incomplete`, 'utf8')).toContain('Book main')
  })
})

it.each([
  [['balance'], 2, 'Which account?'],
  [['balance', 'nobody'], 2, 'no account nobody'],
  [['balance', 'alice', '--as-of', 'noon'], 2, '--as-of takes a month, a day or a moment'],
  [['journal', 'x'], 2, 'no journal id'],
  [['verify', '--book', 'nowhere'], 2, 'no book nowhere'],
  [['export'], 2, 'for which program'],
  [['export', '--format', 'csv', '--json'], 2, '--output'],
  [['statement', 'alice', '--depth', '1'], 2, 'does not belong to statement'],
])('answers %j with %i and says why', async (words, exitCode, reason) => {
  const { code, stdout, stderr } = await ask(...words)

  expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' })
  expect(stderr).toContain(reason)
})
