import { randomBytes } from 'node:crypto'
import { fc, test as property } from '@fast-check/vitest'
import { expect } from 'vitest'
import { openDestination, sealDestination } from '../../src/bank-accounts/destination.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { SealError } from '../../src/secrets/seal.ts'

const keyring = createKeyring([{ id: 'test', bytes: randomBytes(32) }])
const column = { table: 'withdrawal', column: 'sealed_destination', key: 'id' }

const details = fc.record({
  bankName: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 255 }),
  holder: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 255 }),
  number: fc.stringMatching(/^[0-9]{10,18}$/),
})

property.prop([details, fc.uuid(), fc.uuid(), fc.integer({ min: 1, max: 99 })])(
  'gives back the destination of a payout, for its own withdrawal and tenant alone',
  (destination, id, other, tenantId) => {
    fc.pre(id !== other)
    const place = { column, tenantId, id }

    const sealed = sealDestination(keyring, destination, place)

    expect(openDestination(keyring, sealed, place)).toEqual(destination)
    expect(sealed.includes(destination.number)).toBe(false)
    expect(() => openDestination(keyring, sealed, { ...place, id: other })).toThrow(SealError)
    expect(() => openDestination(keyring, sealed, { ...place, tenantId: tenantId + 1 })).toThrow(SealError)
  },
)
