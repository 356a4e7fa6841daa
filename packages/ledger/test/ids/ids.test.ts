import { fc, test } from '@fast-check/vitest'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import {
  type AccountId,
  createIds,
  type HoldId,
  type Ids,
  parseAccountId,
  parseBookId,
  parseEntryId,
  parseHoldId,
  parseJournalId,
} from '../../src/ids.ts'
import { systemRandom } from '../../src/uuid-v7.ts'
import { thrownBy } from '../money/arbitraries.ts'

const parsers = {
  book: parseBookId,
  account: parseAccountId,
  journal: parseJournalId,
  entry: parseEntryId,
  hold: parseHoldId,
} satisfies Record<keyof Ids, unknown>
const kinds = ['book', 'account', 'journal', 'entry', 'hold'] as const satisfies (keyof Ids)[]

const valid = '019a0000-0000-7000-8000-000000000000'

describe('ids', () => {
  test.prop([fc.array(fc.constantFrom(...kinds), { maxLength: 50 })])(
    'grow one after the other, of any kind',
    (made) => {
      const ids = createIds({ clock: systemClock, random: systemRandom })

      const all = made.map((kind) => ids[kind]())

      expect(all.toSorted()).toEqual(all)
      expect(new Set(all).size).toBe(all.length)
      expect(made.map((kind, index) => parsers[kind](all[index]))).toEqual(all)
    },
  )

  it('of two kinds are two types', () => {
    const ids = createIds({ clock: systemClock, random: systemRandom })

    expectTypeOf(ids.hold()).toEqualTypeOf<HoldId>()
    expectTypeOf<HoldId>().not.toExtend<AccountId>()
    // @ts-expect-error A hold's id is no account's.
    const account: AccountId = ids.hold()

    expect(account).toBeTypeOf('string')
  })
})

describe.each(Object.entries(parsers))('the parser of a %s id', (kind, parse) => {
  it('takes a UUIDv7 as it is', () => {
    expect(parse(valid)).toBe(valid)
  })

  it.each([
    ['version 4', '019a0000-0000-4000-8000-000000000000'],
    ['another variant', '019a0000-0000-7000-c000-000000000000'],
    ['capitals', valid.toUpperCase()],
    ['braces', `{${valid}}`],
    ['no hyphens', valid.replaceAll('-', '')],
    ['a space', ` ${valid}`],
    ['a line end', `${valid}\n`],
    ['an object that reads like one', { toString: () => valid }],
    ['the nil UUID', '00000000-0000-0000-0000-000000000000'],
    ['nothing', undefined],
    ['a number', 7],
  ])('refuses %s', (_, value) => {
    expect(thrownBy(() => parse(value))).toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(`no ${kind} id`),
    })
  })

  test.prop([fc.uuid({ version: [1, 2, 3, 4, 5, 6, 8] })])(
    'refuses a UUID of every other version',
    (uuid) => {
      expect(thrownBy(() => parse(uuid))).toMatchObject({ code: 'invalid_input' })
    },
  )

  test.prop([fc.uuid({ version: 7 })])('takes what others make of version 7', (uuid) => {
    expect(parse(uuid)).toBe(uuid)
  })
})
