import { randomBytes } from 'node:crypto'
import { fc, test as property } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { SealError } from '../../src/secrets/seal.ts'
import { placeOf, sealedColumns } from '../../src/secrets/sealed-columns.ts'

const key = (id: string): { id: string; bytes: Buffer } => ({ id, bytes: randomBytes(32) })
const [newer, older] = [key('newer'), key('older')]
const column = sealedColumns.bankAccountNumber

property.prop([fc.uint8Array({ maxLength: 200 }), fc.string()])(
  'opens what was sealed, and only at its place',
  (bytes, place) => {
    const keyring = createKeyring([newer])
    const plaintext = Buffer.from(bytes)

    const sealed = keyring.seal(plaintext, place)

    expect(keyring.open(sealed, place)).toEqual(plaintext)
    expect(() => keyring.open(sealed, `${place} `)).toThrow(SealError)
  },
)

it('opens nothing in which a single bit was changed, nor a piece of it', () => {
  const keyring = createKeyring([newer])
  const sealed = keyring.seal(Buffer.from('a seed of some bytes'), 'totp')
  const flipped = Array.from({ length: sealed.length * 8 }, (_, bit) => {
    const copy = Buffer.from(sealed)
    const at = bit >> 3
    copy[at] = (copy[at] ?? 0) ^ (1 << (bit & 7))
    return copy
  })
  const cut = Array.from({ length: sealed.length }, (_, length) => sealed.subarray(0, length))

  const opened = [...flipped, ...cut, Buffer.concat([sealed, Buffer.from([0])])].filter((candidate) => {
    try {
      keyring.open(candidate, 'totp')
      return true
    } catch (error) {
      if (error instanceof SealError) return false
      throw error
    }
  })

  expect(opened).toEqual([])
})

it('says why a value does not open: its form, its key, or its place', () => {
  const keyring = createKeyring([newer])
  const sealed = keyring.seal(Buffer.from('a number'), placeOf(column, { tenantId: 1, id: 'a' }))
  const attempts: [Buffer, string][] = [
    [Buffer.alloc(0), 'here'],
    [createKeyring([older]).seal(Buffer.from('a number'), 'here'), 'here'],
    [createKeyring([key('newer')]).seal(Buffer.from('a number'), 'here'), 'here'],
    [sealed, placeOf(column, { tenantId: 1, id: 'b' })],
    [sealed, placeOf(column, { tenantId: 2, id: 'a' })],
    [sealed, placeOf(sealedColumns.totpSeed, { tenantId: 1, id: 'a' })],
  ]

  const faults = attempts.map(([value, place]) => {
    try {
      return keyring.open(value, place)
    } catch (error) {
      return error instanceof SealError ? error.code : error
    }
  })

  expect(faults).toEqual([
    'unknown_form',
    'unknown_key',
    'does_not_open',
    'does_not_open',
    'does_not_open',
    'does_not_open',
  ])
  expect(keyring.open(sealed, placeOf(column, { tenantId: 1, id: 'a' })).toString()).toBe('a number')
})

it('seals with the newest key and opens with every key there is; a missing one is named', () => {
  const before = createKeyring([older]).seal(Buffer.from('old'), 'here')
  const rotated = createKeyring([newer, older])
  const after = rotated.seal(Buffer.from('new'), 'here')

  expect(rotated.open(before, 'here').toString()).toBe('old')
  expect(createKeyring([newer]).open(after, 'here').toString()).toBe('new')
  expect(() => createKeyring([newer]).open(before, 'here')).toThrow('sealed with the key "older"')
})

it('never seals the same twice, and tells apart purposes and parts', () => {
  const keyring = createKeyring([newer, older])

  const seals = new Set(
    Array.from({ length: 1_000 }, () => keyring.seal(Buffer.from('x'), 'p').toString('hex')),
  )
  const marks = [
    keyring.authenticate('one', ['ab', 'c']),
    keyring.authenticate('one', ['a', 'bc']),
    keyring.authenticate('two', ['ab', 'c']),
    keyring.authenticate('one', ['abc']),
  ].flat()

  expect(seals.size).toBe(1_000)
  expect(new Set(marks.map((mark) => mark.toString('hex'))).size).toBe(8)
  expect(keyring.authenticate('one', ['ab', 'c'])).toEqual(keyring.authenticate('one', ['ab', 'c']))
})
