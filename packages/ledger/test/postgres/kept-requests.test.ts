import { createHash } from 'node:crypto'
import { useDatabase } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { createLedger, credit, debit, type Metadata, type PostJournal } from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { assertInvariants, postgresContents } from '../../src/testing/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { openWith, transfer, zar } from './support/pocket-money.ts'

// What is kept beside a key: a digest where the journal tells all that was asked, and the request where it does not.

const { pool } = await useDatabase(ledgerSchema)
const main = createLedger({ pool }).book('main')
await openWith(main, { alice: zar('100.00'), bob: zar('0.00') })

const post = (key: string): PostJournal => ({
  key,
  kind: 'gift',
  entries: transfer('alice', 'bob', zar('1.00')),
})

async function keptOf(key: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ request: string }>('SELECT request FROM ledger.key WHERE key = $1', [
    key,
  ])
  return rows[0]?.request
}

it('is the digest of what was asked, in the form in which it was kept in full before', async () => {
  await main.post({ ...post('told'), description: 'A "gift"\n', reference: 'r', metadata: { b: 1, a: 'é' } })

  const asked =
    '{"description":"A \\"gift\\"\\n","entries":[' +
    '{"account":"alice","amount":{"amount":"100","currency":"ZAR"},"side":"debit"},' +
    '{"account":"bob","amount":{"amount":"100","currency":"ZAR"},"side":"credit"}' +
    '],"kind":"gift","metadata":{"a":"é","b":1},"reference":"r","type":"post-journal","v":1}'
  expect(await keptOf('told')).toBe(`sha256:${createHash('sha256').update(asked).digest('base64')}`)
})

it.each<[string, Partial<PostJournal>]>([
  [
    'a condition',
    { entries: [debit('alice', zar('1.00'), { usableAtLeast: zar('0.00') }), credit('bob', zar('1.00'))] },
  ],
  ['a business time', { effectiveAt: '2026-01-01T00:00:00Z' }],
  ['metadata within metadata', { metadata: { order: { id: 1 } } }],
  ['a number that is not whole', { metadata: { rate: 0.1 } }],
  ['a name that other encodings put elsewhere', { metadata: { '\uffff': 1, '\u{10000}': 2 } as Metadata }],
])('is the request in full, with %s', async (what, more) => {
  await main.post({ ...post(what), ...more })

  expect(await keptOf(what)).toMatch(/^\{.*"type":"post-journal","v":1\}$/s)
})

it('is the request in full where a rule refused it, so that a later one can be told how it differs', async () => {
  const tooMuch = { ...post('refused'), entries: transfer('alice', 'bob', zar('1000.00')) }
  await expect(main.post(tooMuch)).rejects.toMatchObject({ code: 'insufficient_funds' })

  expect(await keptOf('refused')).toMatch(/^\{.*\}$/s)
  await expect(main.post(post('refused'))).rejects.toMatchObject({
    code: 'key_reused',
    details: { fields: ['entries[0].amount.amount', 'entries[1].amount.amount'] },
  })
})

it('leaves books that are in order', async () => {
  assertInvariants(await postgresContents(fromPg(pool), 'main'))
})
