import { randomBytes } from 'node:crypto'
import { fc, test as property } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { marksOf } from '../../src/secrets/marks.ts'
import { sealedColumns } from '../../src/secrets/sealed-columns.ts'

const key = (id: string): { id: string; bytes: Buffer } => ({ id, bytes: randomBytes(32) })
const [newer, older] = [key('newer'), key('older')]
const { bankAccountNumber: column, totpSeed } = sealedColumns

const number = fc.stringMatching(/^[0-9]{10,18}$/)
const tenant = fc.integer({ min: 1, max: 50 })

property.prop([number, number, tenant, tenant])(
  'marks two values alike where the values and the tenants are the same, and only there',
  (one, other, here, there) => {
    const keyring = createKeyring([newer])

    const [mark] = marksOf(keyring, column, { tenantId: here, value: Buffer.from(one) })
    const [second] = marksOf(keyring, column, { tenantId: there, value: Buffer.from(other) })

    expect(mark.equals(second)).toBe(one === other && here === there)
    expect(marksOf(keyring, totpSeed, { tenantId: here, value: Buffer.from(one) })[0]).not.toEqual(mark)
  },
)

it('finds what an older key has marked, and tells nothing without the key', () => {
  const value = { tenantId: 1, value: Buffer.from('62001234567') }

  const [before] = marksOf(createKeyring([older]), column, value)
  const during = marksOf(createKeyring([newer, older]), column, value)
  const foreign = marksOf(createKeyring([key('older')]), column, value)

  expect(during[1]).toEqual(before)
  expect(during[0]).not.toEqual(before)
  expect(foreign[0]).not.toEqual(before)
})
