import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defineChart } from '../../src/index.ts'

const invalid = expect.objectContaining({ code: 'invalid_input' })
const liability = <const Path extends string>(path: Path) => ({ path, type: 'liability' }) as const
const fees = { path: 'fees', type: 'liability', currency: 'ZAR' } as const

describe('a chart', () => {
  it('makes codes that it reads back as the same account', () => {
    const { accounts, opening } = defineChart({
      accounts: { wallet: liability('user:{user}:wallet:{currency}'), fees },
      flows: {},
    })
    const user = fc.stringMatching(/^[A-Za-z0-9_.-]{1,40}$/)

    fc.assert(
      fc.property(user, fc.constantFrom('ZAR', 'USD', 'JPY'), (name, currency) => {
        const code = accounts.wallet({ user: name, currency })

        expect(opening(code)).toEqual({ code, type: 'liability', currency })
      }),
    )
    expect(opening(accounts.fees())).toEqual({ code: 'fees', type: 'liability', currency: 'ZAR' })
  })

  it.for(['1:wallet:USD', '', 'a b', '{user}', 'ä'])(
    'lets the value "%s" not climb out of its segment',
    (user) => {
      const { accounts } = defineChart({
        accounts: { wallet: liability('user:{user}:wallet:{currency}') },
        flows: {},
      })

      expect(() => accounts.wallet({ user, currency: 'ZAR' })).toThrow(invalid)
    },
  )

  it.for([
    ['user:{user}:x:{currency}', 'user:{id}:x:{currency}'],
    ['user:{user}:{currency}', 'user:system:{currency}'],
    ['{a}:x:{currency}', 'x:{b}:{currency}'],
  ])('refuses two families that share a code: %s and %s', ([first = '', second = '']) => {
    const accounts = { first: liability(first), second: liability(second) }

    expect(() => defineChart({ accounts, flows: {} })).toThrow(invalid)
  })

  it('takes families that differ in a fixed segment or in their length', () => {
    const accounts = {
      user: liability('user:{user}:{currency}'),
      shop: liability('shop:{shop}:{currency}'),
      held: liability('user:{user}:held:{currency}'),
    }

    const chart = defineChart({ accounts, flows: {} })

    expect(chart.accounts.shop({ shop: '1', currency: 'ZAR' })).toBe('shop:1:ZAR')
  })

  it.for([
    ['no currency at all', liability('fees')],
    ['its currency twice', { ...fees, path: 'fees:{currency}' }],
    ['an empty segment', liability('user::{currency}')],
    ['half a name', liability('user:x{user}:{currency}')],
    ['a name that starts with a capital', liability('user:{User}:{currency}')],
  ] as const)('refuses a family with %s', ([, family]) => {
    expect(() => defineChart({ accounts: { family }, flows: {} })).toThrow(invalid)
  })

  it('says which flow it has and which side may be what', () => {
    const { flows } = defineChart({
      accounts: { a: liability('a:{currency}'), b: liability('b:{currency}') },
      flows: { move: { debit: ['a'], credit: ['b'] } },
    })

    expect(() => flows.check('move', [{ account: 'b:ZAR', side: 'debit' }])).toThrow(
      'Flow "move" may not debit b:ZAR (b). It may debit: a.',
    )
    expect(() => flows.check('gift', [])).toThrow('The chart has no flow "gift". It has: move.')
    expect(() => flows.check('move', [{ account: 'a:ZAR', side: 'debit' }])).not.toThrow()
  })
})
