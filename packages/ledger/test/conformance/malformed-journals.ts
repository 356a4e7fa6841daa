import { describe, expect } from 'vitest'
import { ledgerTest, transfer, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

export function malformedJournalFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('a malformed journal', () => {
    it.for<[what: string, wrong: object]>([
      ['no key', { key: undefined }],
      ['an empty key', { key: '' }],
      ['a key with NUL', { key: 'a\0' }],
      ['a key with half a surrogate pair', { key: '\ud800' }],
      ['a key of 256 characters', { key: 'x'.repeat(256) }],
      ['no kind', { kind: undefined }],
      ['a kind in capitals', { kind: 'Payment' }],
      ['an empty description', { description: '' }],
      ['a reference of 256 characters', { reference: 'x'.repeat(256) }],
      ['a time without its offset', { effectiveAt: '2026-01-01T00:00:00' }],
      ['a day that does not exist', { effectiveAt: '2026-02-30T00:00:00Z' }],
      ['a time that is no time', { effectiveAt: new Date(Number.NaN) }],
      ['metadata that is no object', { metadata: 'x' }],
      ['a field that it does not know', { memo: 'x' }],
      ['entries that are none', { entries: [null, 1] }],
      ['a side that is none', { entries: [{ account: 'a', side: 'left', amount: zar('1.00') }] }],
    ])('refuses a journal with %s', async ([, wrong], { book, open, refusal }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const journal = { key: 'p1', kind: 'x', entries: transfer(alice, bob, zar('1.00')) }

      const error = await refusal(() => book.post({ ...journal, ...wrong }))

      expect(error.code).toBe('invalid_input')
      expect(error.details['issues']).toBeInstanceOf(Array)
    })
  })
}
