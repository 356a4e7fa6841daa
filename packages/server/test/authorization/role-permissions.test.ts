import { fc, test as property } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import { isAllowed } from '../../src/authorization/is-allowed.ts'
import { rolePermissions } from '../../src/authorization/role-permissions.ts'
import { permissions, roles } from '../../src/contract/permissions.ts'

property.prop([fc.array(fc.oneof(fc.constantFrom(...roles), fc.string())), fc.constantFrom(...permissions)])(
  'allows exactly what one of the roles grants',
  (held, wanted) => {
    const grants = roles.filter((role) => rolePermissions[role].includes(wanted))

    expect(isAllowed(held, wanted)).toBe(held.some((role) => grants.some((granting) => granting === role)))
  },
)

it('grants nothing for names that every object has', () => {
  const inherited = ['__proto__', 'constructor', 'toString', '']

  expect(permissions.filter((permission) => isAllowed(inherited, permission))).toEqual([])
})

it('gives nobody both halves of a fraud: whoever sets limits or grants roles moves no money', () => {
  const sets = ['limit:set', 'role:grant'] as const
  const moves = ['withdrawal:decide', 'refund:issue', 'adjustment:post'] as const

  const both = roles.filter(
    (role) => sets.some((one) => isAllowed([role], one)) && moves.some((one) => isAllowed([role], one)),
  )

  expect(both).toEqual([])
})

it('has no permission that nobody holds', () => {
  expect(permissions.filter((permission) => !isAllowed(roles, permission))).toEqual([])
})
