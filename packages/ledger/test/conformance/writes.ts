import { race } from '@evenkeel/test-support'
import { describe, expect } from 'vitest'
import { everyWrite } from '../support/every-write.ts'
import { ledgerTest } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

/** What is true of every write that takes a key, whatever it writes. */
export function writeFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe.each(everyWrite)('%s', (_name, prepare) => {
    it('is written once, and repeated to the letter under its key', async ({
      book,
      open,
      clock,
      contents,
    }) => {
      const { ask } = await prepare({ book, open })
      const first = await ask('k1')
      const before = await contents()
      clock.advance(1_000)

      const again = await ask('k1')

      expect(first.replayed).toBe(false)
      expect(again).toEqual({ ...first, replayed: true })
      expect(await contents()).toEqual(before)
    })

    it('has one effect when a hundred twins ask at once', async ({ book, open, contents }) => {
      const { ask } = await prepare({ book, open })

      const { values, errors } = await race(100, () => ask('k1'))

      expect(errors).toEqual([])
      expect(values.filter(({ replayed }) => !replayed)).toHaveLength(1)
      expect(new Set(values.map((value) => say({ ...value, replayed: null }))).size).toBe(1)
      expect((await contents()).keys.filter(({ key }) => key === 'k1')).toHaveLength(1)
    })

    it('refuses its key to another request, and names what differs', async ({ book, open, refusal }) => {
      const { ask, askOther, otherField } = await prepare({ book, open })
      await ask('k1')

      const error = await refusal(() => askOther('k1'))

      expect(error).toMatchObject({
        family: 'ConflictError',
        code: 'key_reused',
        details: { book: book.name, key: 'k1', fields: [otherField] },
      })
    })

    it('answers a dry run as it would be answered, and leaves nothing', async ({ book, open, contents }) => {
      const { ask } = await prepare({ book, open })
      const before = await contents()

      const tried = await ask('k1', { dryRun: true })
      const left = await contents()
      const written = await ask('k1')

      expect(left).toEqual(before)
      expect(written.replayed).toBe(false)
      expect(withoutIds(tried)).toBe(withoutIds(written))
    })

    it('answers a dry run under a used key with what the key remembers', async ({ book, open, contents }) => {
      const { ask } = await prepare({ book, open })
      const written = await ask('k1')
      const before = await contents()

      const tried = await ask('k1', { dryRun: true })

      expect(tried).toEqual({ ...written, replayed: true })
      expect(await contents()).toEqual(before)
    })
  })
}

function say(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'bigint' ? `${member}n` : member,
  )
}

/** What a dry run names it will not be named again. */
const withoutIds = (value: unknown): string => say(value).replaceAll(/"[0-9a-f-]{36}"/g, '"id"')
